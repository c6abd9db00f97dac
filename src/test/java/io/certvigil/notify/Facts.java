package io.certvigil.notify;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.model.Key;
import io.certvigil.policy.Words;
import io.certvigil.store.Outbox.StoredEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as an estate would make them, one after another; each one its own alert unless said. */
final class Facts {
  static final Instant NOW = TestEvents.NOW;
  static final URI PAGES = URI.create("https://certs.example.com");

  private final JsonObject event;

  private Facts(JsonObject event) {
    this.event = event;
  }

  /** A certificate of a zone that ends in so much time from now. */
  static Facts of(String type, String severity, String name, Duration left) {
    var facts = new Facts(TestEvents.json(type, severity));
    var end = NOW.plus(left);
    facts.certificate().addProperty("name", name);
    facts.certificate().addProperty("not_after", end.toString());
    facts.certificate().addProperty("key", Key.shortOf("certificate", name));
    facts.certificate().addProperty("fingerprint_sha256", Key.longOf("pem", name));
    facts.certificate().addProperty("id", Key.shortOf("id", name));
    facts.alert("key", Key.shortOf("alert", name));
    facts.event.addProperty("summary", name + " " + Words.expires(end, NOW));
    return facts;
  }

  /** What concerns no certificate. */
  static Facts about(String type, String severity, String summary) {
    var facts = new Facts(TestEvents.json(type, severity));
    facts.event.add("certificate", JsonNull.INSTANCE);
    facts.event.addProperty("summary", summary);
    facts.alert("key", Key.shortOf(type, summary));
    facts.alert("rung", null);
    facts.alert("previous_rung", null);
    facts.event.getAsJsonObject("links").add("dashboard", JsonNull.INSTANCE);
    return facts;
  }

  Facts alert(String field, @Nullable String value) {
    event.getAsJsonObject("alert").addProperty(field, value);
    return this;
  }

  Facts certificate(String field, @Nullable String value) {
    certificate().addProperty(field, value);
    return this;
  }

  Facts summary(String summary) {
    event.addProperty("summary", summary);
    return this;
  }

  Facts in(String source, String zone) {
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

  Facts hosts(String... hosts) {
    var array = new JsonArray();
    List.of(hosts).forEach(array::add);
    certificate().add("hosts", array);
    return this;
  }

  Facts labels(Map<String, String> labels) {
    var object = new JsonObject();
    labels.forEach(object::addProperty);
    certificate().add("labels", object);
    return this;
  }

  Facts change(String from, String to) {
    var change = new JsonObject();
    change.addProperty("field", "status");
    change.addProperty("from", from);
    change.addProperty("to", to);
    event.add("change", change);
    return this;
  }

  Facts resolved(String reason) {
    return alert("state", "resolved").alert("reason", reason);
  }

  private JsonObject certificate() {
    return event.getAsJsonObject("certificate");
  }

  StoredEvent queued(long position) {
    var id = "evt_" + Key.longOf("fact", Long.toString(position), event.toString());
    event.addProperty("id", id);
    return new StoredEvent(
        position,
        id,
        event.get("type").getAsString(),
        event.get("severity").getAsString(),
        event.getAsJsonObject("alert").get("key").getAsString(),
        NOW,
        TestEvents.GSON.toJson(event));
  }

  static Notice notice(Facts... facts) {
    return notice(List.of(facts));
  }

  static Notice notice(List<Facts> facts) {
    var told = new ArrayList<SerializedEvent>();
    for (var fact : facts) {
      var queued = fact.queued(told.size() + 1L);
      told.add(SerializedEvent.of(queued, EventDocument.of(queued), PAGES));
    }
    return new Notice("prod-eu", "slack", PAGES, told, NOW);
  }
}
