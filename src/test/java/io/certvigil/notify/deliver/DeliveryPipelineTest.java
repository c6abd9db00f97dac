package io.certvigil.notify.deliver;

import static io.certvigil.notify.TestEvents.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.compose.Composer;
import io.certvigil.notify.webhook.WebhookSchema;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.DueLists;
import io.certvigil.store.view.StoreStamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests composer and courier with a real database and a real receiver. */
@Timeout(120)
class DeliveryPipelineTest {
  @TempDir Path folder;

  private final ByteReceiver hook = new ByteReceiver(ByteReceiver.status(204));
  private final ByteReceiver late = new ByteReceiver(ByteReceiver.status(204));
  private NotifyFixture estate;

  @BeforeEach
  void open() {
    estate = new NotifyFixture(folder);
  }

  @AfterEach
  void close() {
    estate.close();
    hook.close();
    late.close();
  }

  @Test
  void everyEvent_arrivesOnce_inValidBodies() {
    estate.configureChannels("hook");
    estate.commitCertificates(250);

    run(Courier::deliver);

    assertThat(hook.requests())
        .allSatisfy(got -> assertThat(WebhookSchema.faults(got.body())).isEmpty());
    assertThat(events(hook)).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void newChannel_getsTheFiringAlerts_underTheOriginalIds() {
    estate.configureChannels("hook");
    estate.commitCertificates(20);
    run(Courier::deliver);

    estate.configureChannels("hook", "late");
    run(Courier::deliver, "hook", "late");

    assertThat(events(late)).containsExactlyInAnyOrderElementsOf(events(hook));
  }

  @Test
  void lostAcknowledgements_causeDuplicates_withTheSameId() {
    var random = new Random(11);
    hook.behave(
        (request, connection, out) -> {
          if (random.nextInt(100) < 30) {
            connection.close();
          } else {
            ByteReceiver.write(out, 204, "", "");
          }
        });
    estate.configureChannels("hook");
    estate.commitCertificates(1000);

    for (int round = 0; round < 60; round++) {
      run(Courier::deliver);
      estate.advance(Duration.ofMinutes(1));
    }

    assertThat(estate.store.outbox().backlog().getFirst().pending()).isZero();
    assertThat(List.copyOf(new HashSet<>(events(hook)))).hasSize(1000);
    var bodies = new HashMap<String, String>();
    for (var got : hook.requests()) {
      assertThat(bodies.computeIfAbsent(got.id(), id -> got.body())).isEqualTo(got.body());
    }
  }

  @Test
  void order_isKeptForEachAlert_whileTheReceiverIsDown() {
    estate.configureChannels("hook");
    hook.behave(ByteReceiver.status(503));
    estate.commitCertificates(5);
    for (int day = 0; day < 6; day++) {
      run(Courier::deliver);
      estate.advance(Duration.ofDays(1));
      DueLists.decide(estate.store, NotifyFixture.POLICY, estate.now.get(), _ -> {});
    }
    var before = hook.requests().size();
    hook.behave(ByteReceiver.status(204));

    for (int round = 0; round < 20; round++) {
      run(Courier::deliver);
      estate.advance(Duration.ofMinutes(10));
    }

    var last = new ConcurrentHashMap<String, String>();
    for (var got : hook.requests().subList(before, hook.requests().size())) {
      for (var event : objects(got)) {
        var at = event.get("occurred_at").getAsString();
        var previous = last.put(event.getAsJsonObject("alert").get("key").getAsString(), at);
        assertThat(previous == null ? "" : previous).isLessThanOrEqualTo(at);
      }
    }
    assertThat(last).hasSize(5);
    assertThat(estate.store.outbox().backlog().getFirst().pending()).isZero();
  }

  @Test
  void deliveryInFlight_whenTheDaemonDied_isSentAgainUnchanged() {
    estate.configureChannels("hook");
    estate.commitCertificates(1);
    composer("hook").compose();
    var lost = estate.store.outbox().claim("hook", estate.now.get()).orElseThrow();
    estate.close();

    open();
    run(Courier::deliver);
    assertThat(hook.requests()).as("the receiver may be busy with it").isEmpty();
    estate.advance(Duration.ofSeconds(25));
    run(Courier::deliver);

    assertThat(hook.requests()).hasSize(1);
    assertThat(hook.requests().getFirst().id()).isEqualTo(lost.messageId());
    assertThat(hook.requests().getFirst().body()).isEqualTo(lost.body());
  }

  @Test
  void dispatch_doesNotWait() {
    estate.configureChannels("hook");
    estate.commitCertificates(10);

    run(
        courier -> {
          courier.dispatch();
          Awaitility.await().until(() -> estate.store.outbox().backlog().getFirst().pending() == 0);
        });

    assertThat(events(hook)).hasSize(10);
  }

  @Test
  void noChannel_closesTheEvents() {
    estate.configureChannels();
    estate.commitCertificates(3);

    assertThat(composer().compose()).isZero();

    estate.configureChannels("hook");
    run(Courier::deliver);
    assertThat(events(hook)).hasSize(3); // they still fire
  }

  @Test
  void pendingAndTimes_areExported() {
    estate.configureChannels("hook");
    estate.commitCertificates(1);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    hook.behave(ByteReceiver.status(503));
    composer("hook").compose();

    try (var courier = courier(registry, "hook")) {
      courier.deliver();
      assertThat(registry.scrape())
          .contains("certvigil_notifications_pending{channel=\"hook\"} 1.0")
          .contains("certvigil_notification_oldest_pending_timestamp_seconds{channel=\"hook\"} ")
          .doesNotContain("last_success");

      hook.behave(ByteReceiver.status(204));
      estate.advance(Duration.ofMinutes(1));
      courier.deliver();
      assertThat(registry.scrape())
          .contains("certvigil_notifications_pending{channel=\"hook\"} 0.0")
          .contains("certvigil_notification_last_success_timestamp_seconds{channel=\"hook\"} ")
          .doesNotContain("oldest_pending");
    }
  }

  private Composer composer(String... names) {
    return new Composer(
        settings(names),
        StoreStamp.NONE,
        configuredChannels(names),
        estate.store.outbox(),
        estate.store.silences(),
        () -> false,
        estate.now::get,
        new SimpleMeterRegistry());
  }

  private void run(Consumer<Courier> delivering) {
    run(delivering, "hook");
  }

  private void run(Consumer<Courier> delivering, String... names) {
    composer(names).compose();
    try (var courier = courier(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), names)) {
      delivering.accept(courier);
    }
  }

  private Courier courier(PrometheusMeterRegistry registry, String... names) {
    return new Courier(
        configuredChannels(names), estate.store.outbox(), estate.now::get, registry, () -> 0.5);
  }

  private Channels configuredChannels(String... names) {
    return ConfiguredChannels.of(settings(names), "1.2.3", Duration.ofSeconds(20), new Scrubber());
  }

  private NotifySettings settings(String... names) {
    var urls = new LinkedHashMap<String, String>();
    for (var name : names) {
      urls.put(name, name.equals("hook") ? hook.url() : late.url());
    }
    return TestEvents.settings(urls, URI.create("https://certs.example.com"), List.of(), SECRET);
  }

  private static List<String> events(ByteReceiver receiver) {
    return receiver.requests().stream()
        .flatMap(got -> objects(got).stream())
        .map(event -> event.get("id").getAsString())
        .toList();
  }

  private static List<JsonObject> objects(ByteReceiver.ReceivedRequest got) {
    var body = JsonParser.parseString(got.body()).getAsJsonObject();
    var events = body.getAsJsonObject("data").getAsJsonArray("events");
    return events.asList().stream().map(event -> event.getAsJsonObject()).toList();
  }
}
