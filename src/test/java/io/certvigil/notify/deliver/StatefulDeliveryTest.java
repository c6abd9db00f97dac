package io.certvigil.notify.deliver;

import static io.certvigil.notify.TestEvents.NOW;
import static io.certvigil.policy.Severity.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.model.Secret;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the refresh of stateful channels. */
@Timeout(60)
class StatefulDeliveryTest {
  private final ByteReceiver receiver = new ByteReceiver(ByteReceiver.status(200));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final NotifyFixture outbox;
  private final Courier courier;

  StatefulDeliveryTest(@TempDir Path folder) {
    outbox = new NotifyFixture(folder);
    outbox.now.set(NOW);
    outbox.configureChannels("am");
    courier = new Courier(channels(), outbox.store.outbox(), outbox.now::get, meters, () -> 0.5);
  }

  private Channels channels() {
    var settings =
        new NotifySettings.ChannelSettings.Alertmanager(List.of(new Secret(receiver.url())), INFO);
    return ConfiguredChannels.of(
        new NotifySettings("prod-eu", null, Map.of("am", settings), List.of(), List.of(), null),
        "1.2.3",
        Duration.ofSeconds(10),
        new Scrubber());
  }

  @AfterEach
  void close() {
    courier.close();
    outbox.close();
    receiver.close();
  }

  private void refresh() {
    courier.refresh(
        (channel, resolvedSince) -> {
          assertThat(resolvedSince).isEqualTo(NOW.minus(Duration.ofMinutes(15)));
          return TestEvents.eventBatch(TestEvents.serialized(TestEvents.event(1)));
        });
  }

  @Test
  void currentAlerts_areSent_andCounted() {
    refresh();

    await().until(() -> count("certvigil.mirror.refreshes") == 1);
    assertThat(receiver.requests()).hasSize(1);
    assertThat(receiver.requests().getFirst().body()).contains("c4f1n2k7q9");
  }

  @Test
  void failingRefresh_pausesDeliveries_untilOneSucceeds() {
    channels()
        .named("am")
        .compose(TestEvents.eventBatch(TestEvents.serialized(TestEvents.event(1))))
        .forEach(delivery -> outbox.put("am", delivery));
    receiver.behave(ByteReceiver.status(503));
    await().until(() -> refreshFailures() >= 3);
    assertThat(courier.deliver()).isZero();

    receiver.behave(ByteReceiver.status(200));
    await()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              refresh();
              return courier.deliver() == 1;
            });
    assertThat(outbox.states()).containsExactly("delivered");
  }

  /** After another refresh; one that is skipped because the last one still runs fails nothing. */
  private double refreshFailures() {
    refresh();
    return meters
        .counter("certvigil.mirror.refresh.failures", "channel", "am", "reason", "http_5xx")
        .count();
  }

  private double count(String name) {
    return meters.counter(name, "channel", "am").count();
  }
}
