package io.certvigil.cloudflare.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.VirtualTicker;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimiterTest {
  private static final Fault FAULT = new Fault(FaultReason.RATE_LIMITED, "HTTP 429");

  private final VirtualTicker ticker = new VirtualTicker();

  @ParameterizedTest
  @CsvSource({"600, PT0.5S", "1200, PT0.25S", "1, PT5M", "60000, PT0.005S", "10000000, PT0.005S"})
  void requestsAreEvenlySpaced_neverMoreThan200InASecond(int budget, Duration space)
      throws InterruptedException {
    var limiter = new Limiter(budget, ticker);

    var starts = starts(limiter, 4);

    assertThat(starts)
        .containsExactly(Duration.ZERO, space, space.multipliedBy(2), space.multipliedBy(3));
  }

  @Test
  void noBurst_afterBeingIdle() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.acquire();
    ticker.advance(Duration.ofHours(1));

    var starts = starts(limiter, 3);

    assertThat(starts)
        .containsExactly(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void budgetIsUsedCompletely_whenRequestsTakeTime() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    long start = ticker.nanos();

    for (int i = 0; i <= 600; i++) {
      limiter.acquire();
      ticker.advance(Duration.ofMillis(300)); // shorter than the interval
    }

    assertThat(Duration.ofNanos(ticker.nanos() - start)).isEqualTo(Duration.ofMillis(300_300));
  }

  @Test
  void slower_whileFewRequestsAreLeft() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.acquire();
    limiter.slowDown(new RateHeaders.Remaining(10, Duration.ofSeconds(30)));

    var starts = starts(limiter, 3);

    assertThat(starts)
        .containsExactly(Duration.ofMillis(500), Duration.ofMillis(3500), Duration.ofMillis(6500));
  }

  @Test
  void atTheBaseInterval_whenManyRequestsAreLeft() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.slowDown(new RateHeaders.Remaining(1000, Duration.ofSeconds(30)));

    assertThat(starts(limiter, 2)).containsExactly(Duration.ZERO, Duration.ofMillis(500));
  }

  @Test
  void waitsForTheNextWindow_whenNothingIsLeft() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.slowDown(new RateHeaders.Remaining(0, Duration.ofSeconds(30)));

    assertThat(starts(limiter, 2))
        .containsExactly(Duration.ofSeconds(30), Duration.ofMillis(30_500));
  }

  @Test
  void waits_duringAShortPause() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.pause(Duration.ofSeconds(60), FAULT);

    assertThat(starts(limiter, 2))
        .containsExactly(Duration.ofSeconds(60), Duration.ofMillis(60_500));
  }

  @Test
  void refusesAtOnce_duringALongPause() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.pause(Duration.ofSeconds(61), FAULT);

    assertThat(limiter.acquire()).isEqualTo(new Limiter.Turn(Duration.ZERO, FAULT));
  }

  @Test
  void longestPauseCounts_whenThereAreSeveral() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.pause(Duration.ofSeconds(40), FAULT);
    limiter.pause(Duration.ofSeconds(2), FAULT);

    assertThat(starts(limiter, 1)).containsExactly(Duration.ofSeconds(40));
  }

  @Test
  void allowsRequests_afterTheLongPause() throws InterruptedException {
    var limiter = new Limiter(600, ticker);
    limiter.pause(Duration.ofMinutes(5), FAULT);
    ticker.advance(Duration.ofMinutes(5));

    assertThat(limiter.acquire()).isEqualTo(new Limiter.Turn(Duration.ZERO, null));
  }

  private List<Duration> starts(Limiter limiter, int count) throws InterruptedException {
    long begin = ticker.nanos();
    var starts = new ArrayList<Duration>();
    for (int i = 0; i < count; i++) {
      assertThat(limiter.acquire().refusal()).isNull();
      starts.add(Duration.ofNanos(ticker.nanos() - begin));
    }
    return starts;
  }
}
