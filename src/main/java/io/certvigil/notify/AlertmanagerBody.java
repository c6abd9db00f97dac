package io.certvigil.notify;

import static io.certvigil.notify.Life.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.certvigil.model.PrintableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes an event as an alert of Alertmanager's API v2. */
final class AlertmanagerBody {
  private static final String CLASH = "label_";
  private static final String UNNAMED = "_";

  private AlertmanagerBody() {}

  static Posting posting(String installation, Told told) {
    var event = told.event();
    var life = Life.of(event);
    var at = instant(text(event, "occurred_at"), Instant.EPOCH);
    var alert = new JsonObject();
    alert.add("labels", labels(installation, told.alertKey(), event));
    alert.add("annotations", annotations(event));
    var fired = life == Life.ONCE ? at : instant(text(event, "alert", "first_fired_at"), at);
    alert.addProperty("startsAt", fired.toString());
    put(alert, "generatorURL", text(event, "links", "certvigil"));
    return new Posting(told.alertKey(), at, life, alert);
  }

  /** Who it is: nothing here changes from one event of an alert to the next but the severity. */
  private static JsonObject labels(String installation, String key, JsonObject event) {
    var labels = new JsonObject();
    put(labels, "alertname", name(Life.family(event)));
    put(labels, "severity", text(event, "severity"));
    put(labels, "installation", installation);
    put(labels, "alert_key", key);
    put(labels, "source", text(event, "certificate", "source"));
    put(labels, "account_id", text(event, "certificate", "account", "id"));
    put(labels, "zone_id", text(event, "certificate", "zone", "id"));
    put(labels, "zone_name", text(event, "certificate", "zone", "name"));
    put(labels, "certificate_id", text(event, "certificate", "id"));
    put(labels, "name", text(event, "certificate", "name"));
    watchLabels(event)
        .forEach((name, value) -> put(labels, free(labels, valid(name), value), value));
    return labels;
  }

  /** {@code certificate.expiring} is {@code CertvigilCertificateExpiring}. */
  private static String name(String type) {
    return Arrays.stream(type.split("[._]"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("", "Certvigil", ""));
  }

  private static Map<String, String> watchLabels(JsonObject event) {
    var labels = new TreeMap<String, String>();
    if (event.get("certificate") instanceof JsonObject certificate
        && certificate.get("labels") instanceof JsonObject given) {
      given.asMap().forEach((name, value) -> labels.put(name, word(value)));
    }
    return labels;
  }

  private static String word(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static String valid(String name) {
    var letters = name.replaceAll("[^a-zA-Z0-9_]", UNNAMED);
    return letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? UNNAMED + letters : letters;
  }

  /** What we say of the certificate is not for a config to overwrite. */
  private static String free(JsonObject labels, String name, String value) {
    var free = name;
    while (labels.has(free) && !labels.get(free).getAsString().equals(value)) {
      free = CLASH + free;
    }
    return free;
  }

  private static JsonObject annotations(JsonObject event) {
    var annotations = new JsonObject();
    put(annotations, "summary", printable(event, "summary"));
    put(annotations, "description", description(event));
    put(annotations, "event", text(event, "type"));
    put(annotations, "rung", text(event, "alert", "rung"));
    put(annotations, "reason", text(event, "alert", "reason"));
    put(annotations, "not_after", text(event, "certificate", "not_after"));
    put(annotations, "dashboard", text(event, "links", "dashboard"));
    return annotations;
  }

  private static String description(JsonObject event) {
    var lines = new ArrayList<String>(List.of(printable(event, "summary")));
    line(lines, "account: ", printable(event, "certificate", "account", "name"));
    line(lines, "zone: ", printable(event, "certificate", "zone", "name"));
    line(lines, "status: ", printable(event, "certificate", "status"));
    line(lines, "issuer: ", printable(event, "certificate", "issuer"));
    line(lines, "serial: ", printable(event, "certificate", "serial"));
    return String.join("\n", lines);
  }

  /** As in the event, but for what a person could not see. */
  private static String printable(JsonObject event, String... path) {
    return PrintableText.of(text(event, path));
  }

  private static void line(List<String> lines, String what, String value) {
    if (!value.isEmpty()) {
      lines.add(what + value);
    }
  }

  /** Only who it is, in plain letters: for an Alertmanager that refused more. */
  static Posting plain(Posting posting) {
    var labels = posting.alert().getAsJsonObject("labels");
    var kept = new JsonObject();
    for (var name : List.of("alertname", "severity", "installation", "alert_key")) {
      put(kept, name, PlainText.of(text(labels, name)));
    }
    var annotations = new JsonObject();
    put(annotations, "summary", PlainText.of(text(posting.alert(), "annotations", "summary")));
    var alert = new JsonObject();
    alert.add("labels", kept);
    alert.add("annotations", annotations);
    alert.addProperty("startsAt", posting.startsAt().toString());
    return new Posting(posting.key(), posting.at(), posting.life(), alert);
  }

  /** An empty label is none. */
  private static void put(JsonObject object, String name, String value) {
    if (!value.isEmpty()) {
      object.addProperty(name, value);
    }
  }

  private static Instant instant(String text, Instant otherwise) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
