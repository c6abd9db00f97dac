package io.certvigil.notify.alertmanager;

import static io.certvigil.policy.Severity.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.FreePort;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.WireJson;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.view.StoreStamp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests with the real Alertmanager and a webhook receiver behind it. */
@Tag("alertmanager")
@Timeout(120)
class AlertmanagerIT {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final Instant now = Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MILLIS);
  private final ByteReceiver behind = new ByteReceiver(ByteReceiver.status(200));
  private Process process;
  private String url;
  private AlertmanagerChannel channel;

  @BeforeEach
  void start() throws IOException {
    var there = Files.isExecutable(PROGRAM);
    assertThat(there || System.getenv("CI") == null).as("alertmanager in CI").isTrue();
    assumeTrue(there, "alertmanager is not installed (Debian package prometheus-alertmanager)");
    var config = Files.writeString(folder.resolve("alertmanager.yml"), config());
    var address = "127.0.0.1:" + FreePort.any();
    url = "http://" + address;
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=" + address,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/-/ready").contains("OK"));
    channel =
        new AlertmanagerChannel(
            "am",
            new NotifySettings.ChannelSettings.Alertmanager(List.of(new Secret(url)), INFO),
            "1.2.3",
            Duration.ofSeconds(20),
            new Scrubber(),
            new Connector(OutboundSettings.DIRECT));
  }

  private String config() {
    return """
    route: {receiver: behind, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h}
    receivers:
      - name: behind
        webhook_configs: [{url: "%s", send_resolved: true}]
    """
        .formatted(behind.url());
  }

  @AfterEach
  void stop() {
    if (channel != null) {
      channel.close();
    }
    if (process != null) {
      process.destroyForcibly();
    }
    behind.close();
  }

  @Test
  void delivered_fires_escalatesAndResolves() {
    send(serialized("a", "certificate.expiring", "warning", now.minusSeconds(20)));
    await().atMost(PATIENCE).until(() -> behindHas("firing", "warning"));
    assertThat(active()).containsExactly("warning");

    send(serialized("a", "certificate.escalated", "critical", now.minusSeconds(10)));
    await().atMost(PATIENCE).until(() -> behindHas("firing", "critical"));
    assertThat(active()).containsExactly("critical");
    await().atMost(PATIENCE).until(() -> behindHas("resolved", "warning"));

    send(serialized("a", "certificate.resolved", "critical", now.minusSeconds(5)));
    await().atMost(PATIENCE).until(() -> behindHas("resolved", "critical"));
    assertThat(active()).isEmpty();
  }

  @Test
  void refresh_isAccepted_andGrouped() {
    var events =
        List.of(
            serialized("a", "certificate.expiring", "warning", now),
            serialized("b", "certificate.expired", "critical", now),
            serialized("c", "certificate.resolved", "warning", now));
    var batch =
        new EventBatch(
            "prod-eu", StoreStamp.NONE, "am", URI.create("https://c.example"), events, now);

    assertThat(channel.refresh(batch, now)).isInstanceOf(Delivered.class);

    assertThat(active()).containsExactlyInAnyOrder("warning", "critical");
    await()
        .atMost(PATIENCE)
        .until(() -> groupsBehind().anyMatch(group -> group.getAsJsonArray("alerts").size() >= 2));
  }

  @Test
  void hostileNames_areAccepted_alsoInTheMinimalForm() {
    var event = event("certificate.expiring", "warning", now);
    event
        .getAsJsonObject("certificate")
        .addProperty("name", "\u202e\"'<>\\ \ud83d\udd12\u0000\n" + "x".repeat(5000));
    var labels = new JsonObject();
    labels.addProperty("__name__", "x");
    labels.addProperty("9 lives", "y");
    event.getAsJsonObject("certificate").add("labels", labels);
    var serialized = serialized("a", event);

    send(serialized);

    assertThat(active()).containsExactly("warning");
    var newDelivery = channel.compose(TestEvents.eventBatch(serialized)).getFirst();
    var plainer = channel.fallback(TestEvents.delivery(newDelivery)).orElseThrow();
    var minimal = TestEvents.delivery(plainer.messageId(), plainer.body());
    assertThat(channel.send(minimal, now)).isInstanceOf(Delivered.class);
  }

  @Test
  void oneTimeEvent_fires() {
    send(serialized("a", "certificate.disappeared", "warning", now.minusSeconds(3600)));

    assertThat(active()).containsExactly("warning");
  }

  private void send(SerializedEvent serialized) {
    var newDelivery = channel.compose(TestEvents.eventBatch(serialized)).getFirst();
    assertThat(channel.send(TestEvents.delivery(newDelivery), Instant.now(Clock.systemUTC())))
        .isInstanceOf(Delivered.class);
  }

  private SerializedEvent serialized(String key, String type, String severity, Instant at) {
    return serialized(key, event(type, severity, at));
  }

  private SerializedEvent serialized(String key, JsonObject event) {
    event.addProperty("id", "evt_" + key);
    event.getAsJsonObject("alert").addProperty("key", key);
    var queued = TestEvents.stored(1, event);
    return SerializedEvent.of(
        queued, EventDocument.of(queued), URI.create("https://certs.example.com"));
  }

  private JsonObject event(String type, String severity, Instant at) {
    var event = TestEvents.json(type, severity);
    event.addProperty("occurred_at", at.toString());
    event
        .getAsJsonObject("alert")
        .addProperty("state", type.endsWith("resolved") ? "resolved" : "firing");
    event.getAsJsonObject("alert").addProperty("first_fired_at", now.minusSeconds(30).toString());
    return event;
  }

  private boolean behindHas(String status, String severity) {
    return groupsBehind()
        .flatMap(group -> group.getAsJsonArray("alerts").asList().stream())
        .map(JsonElement::getAsJsonObject)
        .anyMatch(
            alert ->
                alert.get("status").getAsString().equals(status)
                    && severity(alert).equals(severity));
  }

  private Stream<JsonObject> groupsBehind() {
    return behind.requests().stream().map(got -> WireJson.object(got.body()));
  }

  private static String severity(JsonObject alert) {
    return WireJson.text(alert, "labels", "severity");
  }

  /** The severities of the alerts that Alertmanager shows now. */
  private List<String> active() {
    try {
      return JsonParser.parseString(get("/api/v2/alerts")).getAsJsonArray().asList().stream()
          .map(alert -> severity(alert.getAsJsonObject()))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String get(String path) throws IOException {
    try (var in = URI.create(url + path).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
