package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import java.time.Instant;

/** What Cloudflare says about the credential itself. */
public sealed interface TokenState {
  /** The status word of a token that may be used. */
  String ACTIVE = "active";

  /**
   * A token that Cloudflare knows and that ends.
   *
   * @param status Cloudflare's word: {@code active}, {@code disabled}, {@code expired}, or a new
   *     one
   * @param expiresAt may be past
   */
  record Valid(String status, Instant expiresAt) implements TokenState {}

  /**
   * A token that Cloudflare knows and that never ends.
   *
   * @param status Cloudflare's word, as of {@link Valid}
   */
  record NoExpiry(String status) implements TokenState {}

  /** An e-mail address with the global API key: it has no end, and nothing was asked. */
  record NotAToken() implements TokenState {}

  /**
   * Nothing is known. A token that Cloudflare knows nowhere is {@code unauthorized}; an answer
   * whose end cannot be read is {@code malformed}.
   */
  record Failed(Fault fault) implements TokenState {}
}
