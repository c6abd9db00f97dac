package io.certvigil.notify.deliver;

import static io.certvigil.notify.TestEvents.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Expiry;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.compose.Composer;
import io.certvigil.notify.webhook.WebhookSchema;
import io.certvigil.policy.Policy;
import io.certvigil.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests composer and courier with a real database and a real receiver. */
@Timeout(120)
class DeliveryPipelineTest {
  private static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");
  private static final Policy POLICY = new Policy(io.certvigil.policy.PolicySettings.DEFAULTS);
  private static final WatchedScope ZONE =
      new WatchedScope(
          Scope.ofZone(
              Source.CLIENT_CERTIFICATES,
              new ResourceRef("a1", "acme"),
              new ResourceRef("z1", "example.com")),
          "main",
          "main",
          Duration.ofHours(1),
          Map.of("team", "platform"));

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(TODAY);
  private final ByteReceiver hook = new ByteReceiver(ByteReceiver.status(204));
  private final ByteReceiver late = new ByteReceiver(ByteReceiver.status(204));
  private Store store;

  @BeforeEach
  void open() {
    var settings =
        new io.certvigil.store.StoreSettings(
            folder.resolve("certvigil.db"), Duration.ofDays(730), Duration.ofDays(90));
    store = Store.open(settings);
  }

  @AfterEach
  void close() {
    store.close();
    hook.close();
    late.close();
  }

  @Test
  void everyEvent_arrivesOnce_inValidBodies() {
    channels("hook");
    read(250);

    run(Courier::deliver);

    assertThat(hook.requests()).allSatisfy(got -> assertThat(faults(got)).isEmpty());
    assertThat(events(hook)).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void composedTwice_isStoredOnce() {
    channels("hook");
    read(30);

    assertThat(composer("hook").compose()).isPositive();
    assertThat(composer("hook").compose()).isZero();
  }

  @Test
  void newChannel_getsTheFiringAlerts_underTheOriginalIds() {
    channels("hook");
    read(20);
    run(Courier::deliver);

    channels("hook", "late");
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
    channels("hook");
    read(1000);

    for (int round = 0; round < 60; round++) {
      run(Courier::deliver);
      advance(Duration.ofMinutes(1));
    }

    assertThat(store.outbox().backlog().getFirst().pending()).isZero();
    assertThat(List.copyOf(new HashSet<>(events(hook)))).hasSize(1000);
    var bodies = new HashMap<String, String>();
    for (var got : hook.requests()) {
      assertThat(bodies.computeIfAbsent(got.id(), id -> got.body())).isEqualTo(got.body());
    }
  }

  @Test
  void order_isKeptForEachAlert_whileTheReceiverIsDown() {
    channels("hook");
    hook.behave(ByteReceiver.status(503));
    read(5);
    for (int day = 0; day < 6; day++) {
      run(Courier::deliver);
      advance(Duration.ofDays(1));
      store.readings().decideDue(POLICY, now.get(), _ -> {});
    }
    var before = hook.requests().size();
    hook.behave(ByteReceiver.status(204));

    for (int round = 0; round < 20; round++) {
      run(Courier::deliver);
      advance(Duration.ofMinutes(10));
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
    assertThat(store.outbox().backlog().getFirst().pending()).isZero();
  }

  @Test
  void deliveryInFlight_whenTheDaemonDied_isSentAgainUnchanged() {
    channels("hook");
    read(1);
    composer("hook").compose();
    var lost = store.outbox().claim("hook", now.get()).orElseThrow();
    store.close();

    open();
    run(Courier::deliver);

    assertThat(hook.requests()).hasSize(1);
    assertThat(hook.requests().getFirst().id()).isEqualTo(lost.messageId());
    assertThat(hook.requests().getFirst().body()).isEqualTo(lost.body());
  }

  @Test
  void rejectedMessage_staysPending() {
    channels("hook");
    read(1);
    hook.behave(ByteReceiver.status(422));
    for (int round = 0; round < 10; round++) {
      run(Courier::deliver);
      advance(Duration.ofMinutes(30));
    }
    assertThat(store.outbox().backlog().getFirst().pending()).isEqualTo(1);
    hook.behave(ByteReceiver.status(204));

    advance(Duration.ofHours(2));
    run(Courier::deliver);

    assertThat(store.outbox().backlog().getFirst().pending()).isZero();
  }

  @Test
  void dispatch_doesNotWait() {
    channels("hook");
    read(10);

    run(
        courier -> {
          courier.dispatch();
          Awaitility.await().until(() -> store.outbox().backlog().getFirst().pending() == 0);
        });

    assertThat(events(hook)).hasSize(10);
  }

  @Test
  void noChannel_closesTheEvents() {
    channels();
    read(3);

    assertThat(composer().compose()).isZero();

    channels("hook");
    run(Courier::deliver);
    assertThat(events(hook)).hasSize(3); // they still fire
  }

  @Test
  void pendingAndTimes_areExported() {
    channels("hook");
    read(1);
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
      advance(Duration.ofMinutes(1));
      courier.deliver();
      assertThat(registry.scrape())
          .contains("certvigil_notifications_pending{channel=\"hook\"} 0.0")
          .contains("certvigil_notification_last_success_timestamp_seconds{channel=\"hook\"} ")
          .doesNotContain("oldest_pending");
    }
  }

  private void channels(String... names) {
    store.applyConfig(List.of(), Set.of(names), "", now.get());
  }

  private void read(int count) {
    var certificates =
        IntStream.range(0, count).mapToObj(DeliveryPipelineTest::certificate).toList();
    var discovery =
        new Discovery(
            List.of(ZONE.scope().account()),
            List.of(new Zone(Objects.requireNonNull(ZONE.scope().zone()), ZONE.scope().account())),
            true,
            null);
    store.scopes().recordDiscovery("main", "main", discovery, List.of(ZONE), now.get());
    store
        .readings()
        .commit(ZONE, new Reading.Complete(ZONE.scope(), certificates), POLICY, now.get());
  }

  private static Certificate certificate(int n) {
    return new Certificate(
        "id" + n,
        "device-" + n + ".example.com",
        "active",
        null,
        false,
        Expiry.on(TODAY.plus(Duration.ofDays(8)).plusSeconds(n)),
        new X509Fields(TODAY.minus(Duration.ofDays(365)), "CA", "3b" + n, null, List.of()),
        Map.of("organization", "Acme"));
  }

  private Composer composer(String... names) {
    return new Composer(
        settings(names),
        configuredChannels(names),
        store.outbox(),
        store.silences(),
        () -> false,
        now::get,
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
        configuredChannels(names),
        new OutboxDeliveryQueue(store.outbox()),
        now::get,
        registry,
        () -> 0.5);
  }

  private Channels configuredChannels(String... names) {
    return ConfiguredChannels.of(settings(names), "1.2.3", Duration.ofSeconds(20));
  }

  private NotifySettings settings(String... names) {
    var urls = new LinkedHashMap<String, String>();
    for (var name : names) {
      urls.put(name, name.equals("hook") ? hook.url() : late.url());
    }
    return TestEvents.settings(urls, URI.create("https://certs.example.com"), List.of(), SECRET);
  }

  private void advance(Duration time) {
    now.updateAndGet(at -> at.plus(time));
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

  private static List<String> faults(ByteReceiver.ReceivedRequest got) {
    return WebhookSchema.faults(got.body());
  }
}
