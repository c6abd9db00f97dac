package io.certvigil.cloudflare.http;

import io.certvigil.net.HttpDate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The local clock, and a listener for the {@code Date} of Cloudflare's responses, which has a
 * resolution of one second.
 */
public record RemoteClock(InstantSource localClock, Consumer<Instant> dateListener) {
  public Instant now() {
    return localClock.instant();
  }

  /** Passes the {@code Date} of an API response to the listener. An error response counts too. */
  void recordDate(@Nullable String date) {
    HttpDate.parse(date).ifPresent(dateListener);
  }
}
