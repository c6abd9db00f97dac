package io.certvigil.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cli.CommandRunner;
import io.certvigil.model.Source;
import io.certvigil.policy.Health;
import io.certvigil.sweep.SweepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SweepProgressBarTest {
  private static final Instant ASKED = CommandRunner.TODAY;

  private static Health health(@Nullable Source source, @Nullable Instant attemptedAt) {
    return new Health(
        "k",
        "list",
        "main",
        source,
        Duration.ofHours(1),
        null,
        ASKED,
        attemptedAt,
        null,
        null,
        null,
        0,
        null,
        null);
  }

  @Test
  void listsThatWereTriedSince_areCounted_butNoDiscovery() {
    var health =
        List.of(
            health(Source.ORIGIN_CA, ASKED),
            health(Source.ORIGIN_CA, ASKED.plusSeconds(1)),
            health(Source.ORIGIN_CA, ASKED.minusMillis(1)),
            health(Source.ORIGIN_CA, null),
            health(null, ASKED));

    assertThat(SweepProgressBar.status(health, ASKED)).isEqualTo(new SweepStatus(2, 4));
  }
}
