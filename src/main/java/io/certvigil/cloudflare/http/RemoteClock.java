package io.certvigil.cloudflare.http;

import io.certvigil.net.HttpDate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our clock, and the {@code Date} of Cloudflare's answers, which tells whole seconds. */
public record RemoteClock(InstantSource localClock, Consumer<Instant> dateListener) {
  public Instant now() {
    return localClock.instant();
  }

  /** An answer of the API came, and this was its {@code Date}. Also an error is an answer. */
  void recordDate(@Nullable String date) {
    HttpDate.parse(date).ifPresent(dateListener);
  }
}
