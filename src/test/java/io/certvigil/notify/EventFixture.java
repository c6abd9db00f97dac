package io.certvigil.notify;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.model.Key;
import io.certvigil.policy.EventText;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.StoreStamp;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds events. Each event has an alert of its own unless its key is set. */
public final class EventFixture {
  static final Instant NOW = TestEvents.NOW;
  static final URI PAGES = URI.create("https://certs.example.com");

  private final JsonObject event;

  private EventFixture(JsonObject event) {
    this.event = event;
  }

  /** An event about a certificate of a zone that expires after this time. */
  public static EventFixture of(String type, String severity, String name, Duration left) {
    var facts = new EventFixture(TestEvents.json(type, severity));
    var end = NOW.plus(left);
    facts.certificate().addProperty("name", name);
    facts.certificate().addProperty("not_after", end.toString());
    facts.certificate().addProperty("key", Key.shortOf("certificate", name));
    facts.certificate().addProperty("fingerprint_sha256", Key.longOf("pem", name));
    facts.certificate().addProperty("id", Key.shortOf("id", name));
    facts.alert("key", Key.shortOf("alert", name));
    facts.event.addProperty("summary", name + " " + EventText.expires(end, NOW));
    return facts;
  }

  /** An event that concerns no certificate. */
  public static EventFixture withoutCertificate(String type, String severity, String summary) {
    var facts = new EventFixture(TestEvents.json(type, severity));
    facts.event.add("certificate", JsonNull.INSTANCE);
    facts.event.addProperty("summary", summary);
    facts.alert("key", Key.shortOf(type, summary));
    facts.alert("rung", null);
    facts.alert("previous_rung", null);
    facts.event.getAsJsonObject("links").add("dashboard", JsonNull.INSTANCE);
    return facts;
  }

  public EventFixture alert(String field, @Nullable String value) {
    event.getAsJsonObject("alert").addProperty(field, value);
    return this;
  }

  public EventFixture certificate(String field, @Nullable String value) {
    certificate().addProperty(field, value);
    return this;
  }

  public EventFixture summary(String summary) {
    event.addProperty("summary", summary);
    return this;
  }

  public EventFixture in(String source, String zone) {
    certificate().addProperty("source", source);
    if (zone.isEmpty()) {
      certificate().add("zone", JsonNull.INSTANCE);
      return this;
    }
    var where = new JsonObject();
    where.addProperty("id", Key.shortOf(zone));
    where.addProperty("name", zone);
    certificate().add("zone", where);
    return this;
  }

  public EventFixture hosts(String... hosts) {
    var array = new JsonArray();
    List.of(hosts).forEach(array::add);
    certificate().add("hosts", array);
    return this;
  }

  EventFixture labels(Map<String, String> labels) {
    var object = new JsonObject();
    labels.forEach(object::addProperty);
    certificate().add("labels", object);
    return this;
  }

  public EventFixture change(String from, String to) {
    var change = new JsonObject();
    change.addProperty("field", "status");
    change.addProperty("from", from);
    change.addProperty("to", to);
    event.add("change", change);
    return this;
  }

  public EventFixture resolved(String reason) {
    return alert("state", "resolved").alert("reason", reason);
  }

  private JsonObject certificate() {
    return event.getAsJsonObject("certificate");
  }

  StoredEvent storedEvent(long position) {
    event.addProperty("id", "evt_" + Key.longOf("fact", Long.toString(position), event.toString()));
    return TestEvents.stored(position, event);
  }

  public static EventBatch eventBatch(EventFixture... facts) {
    return eventBatch(List.of(facts));
  }

  public static EventBatch eventBatch(List<EventFixture> facts) {
    var events = new ArrayList<SerializedEvent>();
    for (var fact : facts) {
      var queued = fact.storedEvent(events.size() + 1L);
      events.add(SerializedEvent.of(queued, EventDocument.of(queued), PAGES));
    }
    return new EventBatch("prod-eu", StoreStamp.NONE, "slack", PAGES, events, NOW);
  }
}
