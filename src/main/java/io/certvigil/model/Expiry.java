package io.certvigil.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a certificate expires, as far as it is known. An unknown date is never replaced by a made-up
 * one.
 */
public sealed interface Expiry {
  /** The last known expiry; empty if there is none or if none was ever readable. */
  default Optional<Instant> at() {
    return switch (this) {
      case On(var instant) -> Optional.of(instant);
      case Never _ -> Optional.empty();
      case Unreadable(_, var lastKnown) -> Optional.ofNullable(lastKnown);
    };
  }

  static Expiry on(Instant at) {
    return new On(at);
  }

  /** Expires at a known time. */
  record On(Instant instant) implements Expiry {}

  /** Never expires by design, such as a service token of duration {@code forever}. */
  record Never() implements Expiry {}

  /**
   * The date is missing or cannot be parsed.
   *
   * @param text the text that Cloudflare sent, cut at 100 characters; empty if it sent none
   * @param lastKnown the last expiry that was readable; null if there never was one
   */
  record Unreadable(String text, @Nullable Instant lastKnown) implements Expiry {}
}
