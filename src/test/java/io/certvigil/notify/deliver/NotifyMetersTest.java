package io.certvigil.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.notify.Outcome.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotifyMetersTest {
  private static final String REFRESHES = "certvigil.mirror.refreshes";
  private static final String FAILURES = "certvigil.mirror.refresh.failures";

  @Test
  void refreshes_existAtZero_forStatefulChannelsOnly() {
    var registry = new SimpleMeterRegistry();

    try (var _ = new NotifyMeters(registry, Set.of("am", "mail"), Set.of("am"))) {
      assertThat(registry.get(REFRESHES).tag("channel", "am").counter().count()).isZero();
      assertThat(registry.get(FAILURES).tag("channel", "am").counters())
          .hasSize(Reason.values().length)
          .allMatch(counter -> counter.count() == 0);
      assertThat(registry.find(REFRESHES).tag("channel", "mail").counters()).isEmpty();
      assertThat(registry.find(FAILURES).tag("channel", "mail").counters()).isEmpty();
    }
  }
}
