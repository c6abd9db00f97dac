package io.certvigil.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a certificate ends, as far as one can know. An unknown date is never a date. */
public sealed interface Expiry {
  /** The last known end; empty where there is none or none was ever readable. */
  Optional<Instant> at();

  static Expiry on(Instant at) {
    return new On(at);
  }

  /** Ends at a known moment. */
  record On(Instant instant) implements Expiry {
    @Override
    public Optional<Instant> at() {
      return Optional.of(instant);
    }
  }

  /** Has no end by design, such as a service token of duration {@code forever}. */
  record Never() implements Expiry {
    @Override
    public Optional<Instant> at() {
      return Optional.empty();
    }
  }

  /**
   * The date is missing or cannot be understood.
   *
   * @param text what Cloudflare wrote, cut at 100 characters; empty where it wrote nothing
   * @param lastKnown the end that was readable before, kept; null where there never was one
   */
  record Unreadable(String text, @Nullable Instant lastKnown) implements Expiry {
    @Override
    public Optional<Instant> at() {
      return Optional.ofNullable(lastKnown);
    }
  }
}
