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
  Optional<Instant> at();

  static Expiry on(Instant at) {
    return new On(at);
  }

  /** Expires at a known time. */
  record On(Instant instant) implements Expiry {
    @Override
    public Optional<Instant> at() {
      return Optional.of(instant);
    }
  }

  /** Never expires by design, such as a service token of duration {@code forever}. */
  record Never() implements Expiry {
    @Override
    public Optional<Instant> at() {
      return Optional.empty();
    }
  }

  /**
   * The date is missing or cannot be parsed.
   *
   * @param text the text that Cloudflare sent, cut at 100 characters; empty if it sent none
   * @param lastKnown the last expiry that was readable; null if there never was one
   */
  record Unreadable(String text, @Nullable Instant lastKnown) implements Expiry {
    @Override
    public Optional<Instant> at() {
      return Optional.ofNullable(lastKnown);
    }
  }
}
