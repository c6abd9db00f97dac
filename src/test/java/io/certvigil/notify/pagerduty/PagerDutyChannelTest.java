package io.certvigil.notify.pagerduty;

import static io.certvigil.notify.TestEvents.NOW;
import static io.certvigil.policy.Severity.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.http.MinimumInterval;
import io.certvigil.redaction.Scrubber;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PagerDutyChannelTest {
  private final ByteReceiver receiver = new ByteReceiver(ByteReceiver.status(202));
  private final PagerDutyChannel channel =
      new PagerDutyChannel(
          "pager",
          new NotifySettings.ChannelSettings.PagerDuty(
              URI.create(receiver.url()), new Secret("R0UT1NG"), INFO, 20),
          "1.2.3",
          Duration.ofSeconds(10),
          new Scrubber(),
          new Connector(OutboundSettings.DIRECT));

  @AfterEach
  void close() {
    channel.close();
    receiver.close();
  }

  @Test
  void firing_isATrigger() {
    var body = composed(TestEvents.json("certificate.escalated", "warning"));

    assertThat(body.get("event_action").getAsString()).isEqualTo("trigger");
    assertThat(body.get("dedup_key").getAsString()).isEqualTo("certvigil/prod-eu/c4f1n2k7q9");
    var payload = body.getAsJsonObject("payload");
    assertThat(payload.get("severity").getAsString()).isEqualTo("warning");
    assertThat(payload.get("source").getAsString()).isEqualTo("example.com");
    assertThat(payload.get("component").getAsString()).isEqualTo("device-17.example.com");
    assertThat(payload.get("class").getAsString()).isEqualTo("certificate.expiring");
    assertThat(payload.getAsJsonObject("custom_details").has("certificate")).isTrue();
  }

  @Test
  void resolved_resolvesWhatWasTriggered() {
    var resolved = TestEvents.json("certificate.resolved", "warning");
    resolved.getAsJsonObject("alert").addProperty("state", "resolved");
    resolved.getAsJsonObject("certificate").addProperty("not_after", "2027-12-04T20:00:00Z");

    var body = composed(resolved);

    assertThat(body.get("event_action").getAsString()).isEqualTo("resolve");
    assertThat(body.get("dedup_key").getAsString()).isEqualTo("certvigil/prod-eu/c4f1n2k7q9");
  }

  @Test
  void oneTimeEvent_isAnIncidentOfItsOwn() {
    var body = composed(TestEvents.json("certificate.status_changed", "warning"));

    assertThat(body.get("dedup_key").getAsString()).startsWith("certvigil/prod-eu/c4f1n2k7q9/evt_");
  }

  @Test
  void summary_isAtMost1024Long() {
    var event = TestEvents.json("certificate.expired", "critical");
    event.addProperty("summary", "\ud83d\udd12".repeat(2000));

    var summary = composed(event).getAsJsonObject("payload").get("summary").getAsString();

    assertThat(summary.codePointCount(0, summary.length())).isEqualTo(1024);
  }

  @Test
  void routingKey_isAddedWhenSending() {
    var delivery =
        TestEvents.delivery("ntf_1", body(TestEvents.json("certificate.expired", "critical")));

    assertThat(TestEvents.withoutAnswer(channel.send(delivery, NOW))).isEqualTo(new Delivered(""));

    assertThat(delivery.body()).doesNotContain("R0UT1NG");
    assertThat(receiver.requests().getFirst().body()).contains("\"routing_key\":\"R0UT1NG\"");
  }

  @Test
  void requests_keepThePace() {
    var nanos = new AtomicLong();
    var pace =
        new MinimumInterval(
            Duration.ofMillis(500), nanos::get, time -> nanos.addAndGet(time.toNanos()));
    var settings =
        new NotifySettings.ChannelSettings.PagerDuty(
            URI.create(receiver.url()), new Secret("R0UT1NG"), INFO, 20);
    var delivery =
        TestEvents.delivery("ntf_1", body(TestEvents.json("certificate.expired", "critical")));

    try (var one =
            new PagerDutyChannel(
                "a",
                settings,
                "1",
                Duration.ofSeconds(10),
                new Scrubber(),
                new Connector(OutboundSettings.DIRECT),
                pace);
        var other =
            new PagerDutyChannel(
                "b",
                settings,
                "1",
                Duration.ofSeconds(10),
                new Scrubber(),
                new Connector(OutboundSettings.DIRECT),
                pace)) {
      for (var channel : List.of(one, other, one)) {
        channel.send(delivery, NOW);
      }
    }

    assertThat(Duration.ofNanos(nanos.get())).isEqualTo(Duration.ofSeconds(1));
    assertThat(receiver.requests()).hasSize(3);
  }

  @Test
  void rejected_isReplacedByAMinimalMessage_once() {
    var refused =
        TestEvents.delivery("ntf_1", body(TestEvents.json("certificate.expired", "critical")));

    var plainer = channel.fallback(refused).orElseThrow();

    var minimal = JsonParser.parseString(plainer.body()).getAsJsonObject();
    assertThat(minimal.keySet()).containsExactly("event_action", "dedup_key", "payload");
    assertThat(minimal.getAsJsonObject("payload").keySet())
        .containsExactly("summary", "source", "severity");
    assertThat(plainer.messageId()).isNotEqualTo(refused.messageId());
    assertThat(channel.fallback(TestEvents.delivery("ntf_2", plainer.body()))).isEmpty();
  }

  private JsonObject composed(JsonObject event) {
    return JsonParser.parseString(body(event)).getAsJsonObject();
  }

  private String body(JsonObject event) {
    return channel.compose(TestEvents.eventBatch(TestEvents.serialized(event))).getFirst().body();
  }
}
