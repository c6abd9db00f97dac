package io.certvigil.notify.alertmanager;

import static io.certvigil.notify.TestEvents.NOW;
import static io.certvigil.policy.Severity.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.TestEvents;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlertmanagerChannelTest {
  private static final String FIRED = "2026-11-04T20:00:05Z";

  private final ByteReceiver receiver = new ByteReceiver(ByteReceiver.status(200));
  private final AlertmanagerChannel channel = channel(receiver.url());

  private static AlertmanagerChannel channel(String... urls) {
    var secrets = List.of(urls).stream().map(Secret::new).toList();
    return new AlertmanagerChannel(
        "am",
        new NotifySettings.ChannelSettings.Alertmanager(secrets, INFO),
        "1.2.3",
        Duration.ofSeconds(10),
        new Scrubber(),
        new Connector(OutboundSettings.DIRECT));
  }

  @AfterEach
  void close() {
    channel.close();
    receiver.close();
  }

  @Test
  void firing_endsFiveMinutesAhead() {
    send(event("certificate.expiring", "warning", NOW));

    var alert = posted().getFirst();
    assertThat(receiver.requests().getFirst().path())
        .isEqualTo("/hook/abcsecret/api/v2/alerts?x=1");
    assertThat(text(alert, "startsAt")).isEqualTo(FIRED);
    assertThat(text(alert, "endsAt")).isEqualTo(NOW.plusSeconds(300).toString());
    assertThat(labels(alert).toString())
        .isEqualTo(
            """
            {"alertname":"CertvigilCertificateExpiring","severity":"warning",\
            "installation":"prod-eu","alert_key":"c4f1n2k7q9","source":"client_certificates",\
            "account_id":"a1","zone_id":"023e","zone_name":"example.com","certificate_id":"9b1f",\
            "name":"device-17.example.com","team":"platform"}\
            """);
  }

  @Test
  void labelsOfAWatch_overwriteNoOthers_andAreValid() {
    var event = event("certificate.expiring", "warning", NOW);
    var labels = new JsonObject();
    labels.addProperty("severity", "mine");
    labels.addProperty("cost-centre", "7");
    labels.addProperty("1st", "x");
    labels.addProperty("empty", "");
    event.getAsJsonObject("certificate").add("labels", labels);

    send(event);

    var sent = labels(posted().getFirst());
    assertThat(text(sent, "severity")).isEqualTo("warning");
    assertThat(text(sent, "label_severity")).isEqualTo("mine");
    assertThat(text(sent, "cost_centre")).isEqualTo("7");
    assertThat(text(sent, "_1st")).isEqualTo("x");
    assertThat(sent.has("empty")).isFalse();
    assertThat(sent.keySet()).allMatch(name -> name.matches("[a-zA-Z_][a-zA-Z0-9_]*"));
  }

  @Test
  void higherSeverity_resolvesTheOldLabels_inTheSameRequest() {
    send(event("certificate.expiring", "warning", NOW));

    send(event("certificate.escalated", "critical", NOW.plusSeconds(60)), NOW.plusSeconds(61));

    var alerts = posted();
    assertThat(alerts).hasSize(2);
    assertThat(text(labels(alerts.getFirst()), "severity")).isEqualTo("critical");
    assertThat(text(labels(alerts.getLast()), "severity")).isEqualTo("warning");
    assertThat(text(alerts.getLast(), "endsAt")).isEqualTo(NOW.plusSeconds(61).toString());
  }

  @Test
  void resolved_endsWhenItOccurred() {
    send(resolved(NOW), NOW.plusSeconds(600));

    var alert = posted().getFirst();
    assertThat(text(alert, "endsAt")).isEqualTo(NOW.toString());
    assertThat(text(labels(alert), "alertname")).isEqualTo("CertvigilCertificateExpiring");
  }

  @Test
  void oneTimeEvent_endsFiveMinutesAfterItWasSent() {
    send(event("certificate.disappeared", "warning", NOW), NOW.plusSeconds(3600));

    var alert = posted().getFirst();
    assertThat(text(alert, "startsAt")).isEqualTo(NOW.toString());
    assertThat(text(alert, "endsAt")).isEqualTo(NOW.plusSeconds(3900).toString());
    assertThat(text(labels(alert), "alertname")).isEqualTo("CertvigilCertificateDisappeared");
  }

  @Test
  void clockSetBack_endsNothingBeforeItBegan() {
    send(event("certificate.expiring", "warning", NOW), Instant.parse("2020-01-01T00:00:00Z"));

    assertThat(text(posted().getFirst(), "endsAt")).isEqualTo(FIRED);
  }

  @Test
  void lateDelivery_doesNotFireAResolvedAlert() {
    send(resolved(NOW.plusSeconds(60)));

    send(event("certificate.expiring", "warning", NOW), NOW.plusSeconds(120));

    assertThat(text(posted().getFirst(), "endsAt")).isEqualTo(NOW.plusSeconds(120).toString());
  }

  @Test
  void outdatedRefresh_doesNotFireAResolvedAlert() {
    send(resolved(NOW.plusSeconds(60)));

    var outcome =
        channel.refresh(
            TestEvents.eventBatch(
                TestEvents.serialized(event("certificate.expiring", "warning", NOW))),
            NOW);

    assertThat(outcome).isInstanceOf(Delivered.class);
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void refresh_sendsAllAlerts_inBoundedRequests() {
    assertThat(channel.refresh(TestEvents.eventBatch(many(1201)), NOW))
        .isInstanceOf(Delivered.class);

    assertThat(receiver.requests())
        .extracting(got -> JsonParser.parseString(got.body()).getAsJsonArray().size())
        .containsExactly(500, 500, 201);
  }

  @Test
  void refresh_faultyAlertAffectsNoOther() {
    receiver.behave(
        (request, connection, out) ->
            ByteReceiver.write(out, request.body().contains("name-77\"") ? 400 : 200, "", ""));

    var outcome = channel.refresh(TestEvents.eventBatch(many(500)), NOW);

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(postedKeys()).hasSize(500); // the faulty one in its minimal form
    assertThat(receiver.requests().size()).isLessThan(25);
  }

  private List<String> postedKeys() {
    return receiver.requests().stream()
        .map(ByteReceiver.ReceivedRequest::body)
        .filter(body -> !body.contains("name-77\""))
        .flatMap(body -> JsonParser.parseString(body).getAsJsonArray().asList().stream())
        .map(alert -> text(labels(alert.getAsJsonObject()), "alert_key"))
        .distinct()
        .toList();
  }

  @Test
  void refresh_stopsAtAnOutage() {
    receiver.behave(ByteReceiver.status(503));

    assertThat(channel.refresh(TestEvents.eventBatch(many(1201)), NOW))
        .isInstanceOf(TryLater.class);

    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void cluster_eachMemberGetsAllAlerts_oneAcknowledgementIsEnough() {
    try (var other = new ByteReceiver(ByteReceiver.status(503));
        var both = channel(receiver.url(), other.url())) {
      var delivery = delivery(both, event("certificate.expiring", "warning", NOW));

      assertThat(both.send(delivery, NOW)).isInstanceOf(Delivered.class);

      assertThat(receiver.requests()).hasSize(1);
      assertThat(other.requests()).hasSize(1);
    }
  }

  @Test
  void cluster_isTriedAgain_whenNoMemberAccepted() {
    receiver.behave(ByteReceiver.status(400));
    try (var other = new ByteReceiver(ByteReceiver.status(503));
        var both = channel(receiver.url(), other.url())) {
      var delivery = delivery(both, event("certificate.expiring", "warning", NOW));

      assertThat(both.send(delivery, NOW)).isInstanceOf(TryLater.class);
    }
  }

  @Test
  void rejected_isReplacedByAMinimalAlert_once() {
    var refused = delivery(channel, event("certificate.expiring", "warning", NOW));

    var plainer = channel.fallback(refused).orElseThrow();

    assertThat(plainer.body()).doesNotContain("device-17.example.com\",\"team");
    var again = TestEvents.delivery(plainer.messageId(), plainer.body());
    assertThat(channel.fallback(again)).isEmpty();
  }

  private static JsonObject event(String type, String severity, Instant at) {
    var event = TestEvents.json(type, severity);
    event.addProperty("occurred_at", at.toString());
    return event;
  }

  private static JsonObject resolved(Instant at) {
    var event = event("certificate.resolved", "warning", at);
    event.getAsJsonObject("alert").addProperty("state", "resolved");
    return event;
  }

  private static SerializedEvent numbered(int number) {
    var event = event("certificate.expiring", "warning", NOW);
    event.addProperty("id", "evt_" + number);
    event.getAsJsonObject("alert").addProperty("key", "key" + number);
    event.getAsJsonObject("certificate").addProperty("name", "name-" + number);
    return TestEvents.serialized(event);
  }

  private static SerializedEvent[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(AlertmanagerChannelTest::numbered)
        .toArray(SerializedEvent[]::new);
  }

  private void send(JsonObject event) {
    send(event, NOW);
  }

  private void send(JsonObject event, Instant now) {
    assertThat(channel.send(delivery(channel, event), now)).isInstanceOf(Delivered.class);
  }

  private static Delivery delivery(AlertmanagerChannel channel, JsonObject event) {
    return TestEvents.delivery(
        channel.compose(TestEvents.eventBatch(TestEvents.serialized(event))).getFirst());
  }

  /** The alerts of the last request. */
  private List<JsonObject> posted() {
    JsonArray alerts =
        JsonParser.parseString(receiver.requests().getLast().body()).getAsJsonArray();
    return alerts.asList().stream().map(alert -> alert.getAsJsonObject()).toList();
  }

  private static JsonObject labels(JsonObject alert) {
    return alert.getAsJsonObject("labels");
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }
}
