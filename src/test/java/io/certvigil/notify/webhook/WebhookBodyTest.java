package io.certvigil.notify.webhook;

import static io.certvigil.notify.TestEvents.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.TestEvents;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.StoreStamp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WebhookBodyTest {
  private static final StoreStamp STAMP = new StoreStamp("4k9x2m7p3v8c1n5b6d0f2h3j4k", "00ff");

  @Test
  void envelope_followsTheContract() {
    var body = json(newDeliveries(TestEvents.event(1)).getFirst());

    assertThat(body.get("type").getAsString()).isEqualTo("certvigil.events");
    assertThat(body.get("timestamp").getAsString()).isEqualTo("2026-11-20T22:00:07.412Z");
    var data = body.getAsJsonObject("data");
    assertThat(data.get("schema").getAsInt()).isEqualTo(1);
    assertThat(data.get("installation").getAsString()).isEqualTo("prod-eu");
    assertThat(data.get("store"))
        .isEqualTo(
            JsonParser.parseString("{\"id\":\"4k9x2m7p3v8c1n5b6d0f2h3j4k\",\"host\":\"00ff\"}"));
    assertThat(data.getAsJsonObject("notification").get("id").getAsString())
        .matches("ntf_[0-9a-z]{26}");
  }

  @Test
  void events_areTheStoredOnes() {
    var queued = TestEvents.event(1);

    var event = events(newDeliveries(queued).getFirst()).getFirst();

    assertThat(event).isEqualTo(JsonParser.parseString(queued.json()));
  }

  @Test
  void body_isValid() {
    assertThat(faults(newDeliveries(TestEvents.event(1)).getFirst())).isEmpty();
  }

  @Test
  void schema_refusesWhatItDoesNotDescribe() {
    var body = newDeliveries(TestEvents.event(1)).getFirst().body();

    assertThat(WebhookSchema.faults(body.replace("\"warning\"", "\"bad\""))).isNotEmpty();
    assertThat(WebhookSchema.faults(body.replace("\"alert\"", "\"alarm\""))).isNotEmpty();
    assertThat(WebhookSchema.faults(body.replace("certificate.escalated", "certificate.ate")))
        .isNotEmpty();
  }

  @Test
  void otherChannel_hasAnotherId() {
    var events = List.of(serialized(TestEvents.event(1), null));

    assertThat(newDeliveries("one", events).getFirst().id())
        .isNotEqualTo(newDeliveries("two", events).getFirst().id());
  }

  @Test
  void nothing_whenNoEvents() {
    assertThat(newDeliveries("hook", List.of())).isEmpty();
  }

  @Test
  void manyEvents_areSplit_andEachIsSentOnce() {
    var queued = IntStream.range(0, 500).mapToObj(TestEvents::event).toList();

    var newDeliveries = newDeliveries(queued.toArray(StoredEvent[]::new));

    assertThat(newDeliveries).allSatisfy(WebhookBodyTest::isWithinBounds);
    assertThat(newDeliveries.stream().flatMap(newDelivery -> newDelivery.eventIds().stream()))
        .containsExactlyElementsOf(queued.stream().map(StoredEvent::id).toList());
  }

  private static void isWithinBounds(NewDelivery newDelivery) {
    assertThat(newDelivery.body().getBytes(UTF_8).length).isLessThanOrEqualTo(20_000);
    assertThat(newDelivery.eventIds()).hasSizeBetween(1, 50);
    assertThat(newDelivery.eventIds()).hasSameSizeAs(events(newDelivery));
    assertThat(faults(newDelivery)).isEmpty();
  }

  @Test
  void parts_areNumbered() {
    var newDeliveries =
        newDeliveries(
            IntStream.range(0, 60).mapToObj(TestEvents::event).toArray(StoredEvent[]::new));

    var id = newDeliveries.getFirst().id();
    for (int part = 1; part <= newDeliveries.size(); part++) {
      var newDelivery = newDeliveries.get(part - 1);
      var notification = json(newDelivery).getAsJsonObject("data").getAsJsonObject("notification");
      assertThat(newDelivery.id()).isEqualTo(part == 1 ? id : id + "_" + part);
      assertThat(newDelivery.notification()).isEqualTo(id);
      assertThat(notification.get("id").getAsString()).isEqualTo(id);
      assertThat(notification.get("part").getAsInt()).isEqualTo(part);
      assertThat(notification.get("parts").getAsInt()).isEqualTo(newDeliveries.size());
    }
  }

  @Test
  void smallEvents_areAtMostFiftyARequest() {
    var small = new ArrayList<SerializedEvent>();
    IntStream.range(0, 101)
        .forEach(n -> small.add(new SerializedEvent("evt_" + n, "a", "{\"n\":" + n + "}")));

    var newDeliveries = newDeliveries("hook", small);

    assertThat(newDeliveries)
        .extracting(newDelivery -> newDelivery.eventIds().size())
        .containsExactly(50, 50, 1);
  }

  @Test
  void largeEvent_isSentAlone_andComplete() {
    var large = TestEvents.event(2, "x".repeat(30_000));

    var newDeliveries = newDeliveries(TestEvents.event(1), large, TestEvents.event(3));

    assertThat(newDeliveries)
        .extracting(NewDelivery::eventIds)
        .extracting(List::size)
        .containsExactly(1, 1, 1);
    assertThat(newDeliveries.get(1).body()).contains("x".repeat(30_000));
  }

  @ParameterizedTest
  @FieldSource("io.certvigil.HostileText#NAMES")
  void hostileName_isUnchanged(String name) {
    var newDelivery = newDeliveries(TestEvents.event(1, name)).getFirst();

    assertThat(faults(newDelivery)).isEmpty();
    var arrived = new String(name.getBytes(UTF_8), UTF_8);
    var certificate = events(newDelivery).getFirst().getAsJsonObject("certificate");
    assertThat(certificate.get("name").getAsString()).isEqualTo(arrived);
    assertThat(newDelivery.body()).doesNotContain("\n", "\r");
  }

  @ParameterizedTest
  @FieldSource("io.certvigil.HostileText#NAMES")
  void fallbackBody_isValid_andNamesTheReplacedId(String name) {
    var newDelivery = newDeliveries(TestEvents.event(1, name)).getFirst();

    var shorter = WebhookBody.fallback(TestEvents.delivery(newDelivery)).orElseThrow();

    assertThat(WebhookSchema.faults(shorter.body())).isEmpty();
    assertThat(shorter.messageId()).matches("ntf_[0-9a-z]{26}").isNotEqualTo(newDelivery.id());
    assertThat(shorter.body()).contains("\"replaces\":\"" + newDelivery.id() + "\"");
    assertThat(shorter.body().length()).isLessThan(1200);
    assertThat(UTF_8.newEncoder().canEncode(shorter.body())).isTrue();
  }

  @Test
  void fallbackBody_hasNoFallback() {
    var newDelivery = newDeliveries(TestEvents.event(1)).getFirst();
    var shorter = WebhookBody.fallback(TestEvents.delivery(newDelivery)).orElseThrow();

    assertThat(WebhookBody.fallback(TestEvents.delivery(shorter.messageId(), shorter.body())))
        .isEmpty();
  }

  @Test
  void link_isThePageOfTheCertificate() {
    var event = serialized(TestEvents.event(1), URI.create("https://certs.example.com"));

    assertThat(event.json())
        .contains("\"certvigil\":\"https://certs.example.com/certificates/m2x8r4t6w1\"");
  }

  @Test
  void unparsableEvent_isSentNevertheless() {
    var row = TestEvents.event(1);
    var broken =
        new StoredEvent(
            1, row.id(), row.type(), row.severity(), row.alertKey(), NOW, "{\"id\": tru");

    var newDelivery = newDeliveries(broken).getFirst();

    assertThat(faults(newDelivery)).isEmpty();
    assertThat(newDelivery.eventIds()).containsExactly(row.id());
  }

  private static List<NewDelivery> newDeliveries(StoredEvent... queued) {
    var events = List.of(queued).stream().map(event -> serialized(event, null)).toList();
    return newDeliveries("hook", events);
  }

  private static List<NewDelivery> newDeliveries(String channel, List<SerializedEvent> events) {
    return WebhookBody.newDeliveries(new EventBatch("prod-eu", STAMP, channel, null, events, NOW));
  }

  private static SerializedEvent serialized(StoredEvent queued, @Nullable URI externalUrl) {
    return SerializedEvent.of(queued, EventDocument.of(queued), externalUrl);
  }

  private static JsonObject json(NewDelivery newDelivery) {
    return JsonParser.parseString(newDelivery.body()).getAsJsonObject();
  }

  private static List<JsonObject> events(NewDelivery newDelivery) {
    var events = json(newDelivery).getAsJsonObject("data").getAsJsonArray("events");
    return events.asList().stream().map(event -> event.getAsJsonObject()).toList();
  }

  private static List<String> faults(NewDelivery newDelivery) {
    return WebhookSchema.faults(newDelivery.body());
  }
}
