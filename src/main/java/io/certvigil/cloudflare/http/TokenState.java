package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import java.time.Instant;

/** The state of a credential as reported by Cloudflare. */
public sealed interface TokenState {
  /** The status of a token that may be used. */
  String ACTIVE = "active";

  /**
   * A known token with an expiry.
   *
   * @param status as reported by Cloudflare: {@code active}, {@code disabled}, {@code expired}, or
   *     an unknown word
   * @param expiresAt may be in the past
   */
  record Valid(String status, Instant expiresAt) implements TokenState {}

  /**
   * A known token that never expires.
   *
   * @param status as reported by Cloudflare, as in {@link Valid}
   */
  record NoExpiry(String status) implements TokenState {}

  /** An e-mail address with the global API key: it never expires, and no request was sent. */
  record NotAToken() implements TokenState {}

  /**
   * The state is unknown. A token that no endpoint accepts is {@code unauthorized}; a response with
   * an unreadable expiry is {@code malformed}.
   */
  record Failed(Fault fault) implements TokenState {}
}
