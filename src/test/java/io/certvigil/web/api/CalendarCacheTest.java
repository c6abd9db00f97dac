package io.certvigil.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.view.CertificateFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CalendarCacheTest {
  private static final Instant HOUR = Instant.parse("2026-11-20T22:00:00Z");

  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final CalendarCache cache = new CalendarCache(changes::get, nanos::get);
  private int made;

  /** Takes five seconds. */
  private String get(Instant hour, Duration within, int length) {
    return cache.get(
        new CalendarCache.Key(CertificateFilter.onlyExpiringWithin(within), hour),
        () -> {
          made++;
          nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
          return "x".repeat(length);
        });
  }

  private String get() {
    return get(HOUR, Duration.ofDays(1), 10);
  }

  @Test
  void unchangedStore_meansTheSameCalendar() {
    get();
    nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
    get();

    assertThat(made).isEqualTo(1);
  }

  @Test
  void changedStore_meansANewCalendar_inATenthOfTheTime() {
    get();
    changes.incrementAndGet();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(44));
    get();
    assertThat(made).isEqualTo(1);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    get();
    assertThat(made).isEqualTo(2);
  }

  @Test
  void otherFilterOrHour_isAnotherCalendar() {
    get();
    get(HOUR.plusSeconds(3_600), Duration.ofDays(1), 10);
    get(HOUR, Duration.ofDays(2), 10);

    assertThat(made).isEqualTo(3);
  }

  @Test
  void kept_areBoundedInNumberAndLength() {
    for (int days = 1; days <= 17; days++) {
      get(HOUR, Duration.ofDays(days), 10);
    }
    get(HOUR, Duration.ofDays(1), 10);
    assertThat(made).as("the oldest was dropped").isEqualTo(18);

    get(HOUR, Duration.ofDays(100), 5_000_000);
    get(HOUR, Duration.ofDays(101), 5_000_000);
    get(HOUR, Duration.ofDays(100), 5_000_000);
    assertThat(made).as("ten million are too long").isEqualTo(21);
  }
}
