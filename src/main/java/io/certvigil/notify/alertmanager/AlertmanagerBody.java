package io.certvigil.notify.alertmanager;

import static io.certvigil.notify.WireJson.put;
import static io.certvigil.notify.WireJson.text;

import com.google.gson.JsonObject;
import io.certvigil.model.PrintableText;
import io.certvigil.notify.AsciiText;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.EventEffect;
import io.certvigil.notify.SerializedEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an event as an alert of Alertmanager's API v2. */
public final class AlertmanagerBody {
  private static final String CLASH_PREFIX = "label_";
  private static final String REPLACEMENT = "_";

  private AlertmanagerBody() {}

  public static AlertPost alertPost(String installation, SerializedEvent serialized) {
    var event = serialized.document();
    var life = EventEffect.of(event);
    var at = instant(event.occurredAt(), Instant.EPOCH);
    var alert = new JsonObject();
    alert.add("labels", labels(installation, serialized.alertKey(), event));
    alert.add("annotations", annotations(event));
    var fired = life == EventEffect.ONCE ? at : instant(event.alert().firstFiredAt(), at);
    alert.addProperty("startsAt", fired.toString());
    put(alert, "generatorURL", event.links().certvigil());
    return new AlertPost(serialized.alertKey(), at, life, alert);
  }

  /**
   * The labels identify the alert: from one event of an alert to the next, only the severity
   * changes. An empty one is left out, because Alertmanager treats it as missing.
   */
  private static JsonObject labels(String installation, String key, EventDocument event) {
    var certificate = event.certificateOrNone();
    var labels = new JsonObject();
    put(labels, "alertname", alertName(EventEffect.family(event)));
    put(labels, "severity", event.severityWord());
    put(labels, "installation", installation);
    put(labels, "alert_key", key);
    put(labels, "source", certificate.source());
    put(labels, "account_id", certificate.account().id());
    put(labels, "zone_id", certificate.zone().id());
    put(labels, "zone_name", certificate.zone().name());
    put(labels, "certificate_id", certificate.id());
    put(labels, "name", certificate.name());
    certificate
        .labels()
        .forEach(
            (name, value) ->
                put(labels, unusedLabelName(labels, validLabelName(name), value), value));
    return labels;
  }

  /** {@code certificate.expiring} becomes {@code CertvigilCertificateExpiring}. */
  private static String alertName(String type) {
    return Arrays.stream(type.split("[._]"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("", "Certvigil", ""));
  }

  private static String validLabelName(String name) {
    var letters = name.replaceAll("[^a-zA-Z0-9_]", REPLACEMENT);
    return letters.isEmpty() || Character.isDigit(letters.charAt(0))
        ? REPLACEMENT + letters
        : letters;
  }

  /** A label of the config must not overwrite another label, so it gets a prefix. */
  private static String unusedLabelName(JsonObject labels, String name, String value) {
    var free = name;
    while (labels.has(free) && !labels.get(free).getAsString().equals(value)) {
      free = CLASH_PREFIX + free;
    }
    return free;
  }

  private static JsonObject annotations(EventDocument event) {
    var annotations = new JsonObject();
    put(annotations, "summary", PrintableText.of(event.summary()));
    put(annotations, "description", description(event));
    put(annotations, "event", event.type());
    put(annotations, "rung", event.alert().rung());
    put(annotations, "reason", event.alert().reason());
    put(annotations, "not_after", event.certificateOrNone().notAfter());
    put(annotations, "dashboard", event.links().dashboard());
    return annotations;
  }

  private static String description(EventDocument event) {
    var certificate = event.certificateOrNone();
    var lines = new ArrayList<String>(List.of(PrintableText.of(event.summary())));
    line(lines, "account: ", PrintableText.of(certificate.account().name()));
    line(lines, "zone: ", PrintableText.of(certificate.zone().name()));
    line(lines, "status: ", PrintableText.of(certificate.status()));
    line(lines, "issuer: ", PrintableText.of(certificate.issuer()));
    line(lines, "serial: ", PrintableText.of(certificate.serial()));
    return String.join("\n", lines);
  }

  private static void line(List<String> lines, String what, String value) {
    if (!value.isEmpty()) {
      lines.add(what + value);
    }
  }

  /**
   * Only the identifying labels and the summary, in ASCII: for an Alertmanager that rejected the
   * complete alert.
   */
  static AlertPost minimal(AlertPost alertPost) {
    var labels = alertPost.alert().getAsJsonObject("labels");
    var kept = new JsonObject();
    for (var name : List.of("alertname", "severity", "installation", "alert_key")) {
      put(kept, name, AsciiText.of(text(labels, name)));
    }
    var annotations = new JsonObject();
    put(annotations, "summary", AsciiText.of(text(alertPost.alert(), "annotations", "summary")));
    var alert = new JsonObject();
    alert.add("labels", kept);
    alert.add("annotations", annotations);
    alert.addProperty("startsAt", alertPost.startsAt().toString());
    return new AlertPost(alertPost.key(), alertPost.occurredAt(), alertPost.lifecycle(), alert);
  }

  private static Instant instant(String text, Instant otherwise) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
