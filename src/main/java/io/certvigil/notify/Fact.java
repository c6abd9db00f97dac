package io.certvigil.notify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Ref;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Words;
import io.certvigil.store.CertificateView;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event as people are told it. Here, and only here, is what strangers wrote made harmless: every
 * text is one line, bounded, without control, format and bidi characters.
 *
 * @param told the summary as it was frozen; it may name several things, so it may be 500 long
 * @param suffix what the summary says beyond name and date; empty where it says no more
 * @param certificate null for an event about none
 */
record Fact(
    String id,
    String alertKey,
    String type,
    Severity severity,
    boolean resolved,
    String occurredAt,
    String told,
    String suffix,
    String rung,
    String previousRung,
    String reason,
    @Nullable Instant since,
    String before,
    @Nullable Subject certificate,
    @Nullable String link,
    @Nullable String dashboard) {
  private static final int SUMMARY = 500;
  private static final int URL = 1000;
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final String DATED = "Z); ";

  /**
   * A certificate.
   *
   * @param hosts sorted, all of them
   * @param labels {@code team=platform}, sorted
   */
  record Subject(
      String key,
      String source,
      String id,
      String name,
      String account,
      String zone,
      String status,
      String serial,
      String fingerprint,
      List<String> hosts,
      List<String> labels,
      @Nullable Instant end) {
    String where() {
      return String.join(
          " · ", Stream.of(source, zone, account).filter(word -> !word.isEmpty()).toList());
    }

    /** The list it is in: its source and its zone, or its account where it has no zone. */
    String list() {
      var place = zone.isEmpty() ? account : zone;
      return place.isEmpty() ? source : source + " · " + place;
    }
  }

  static Fact of(Told told) {
    var event = told.event();
    var summary = summary(event);
    int dated = summary.lastIndexOf(DATED);
    return new Fact(
        Words.clean(told.id()),
        Words.clean(told.alertKey()),
        clean(event, "type"),
        severity(event),
        "resolved".equals(Told.text(event, "alert", "state")),
        clean(event, "occurred_at"),
        summary,
        dated < 0 ? "" : summary.substring(dated + DATED.length()),
        clean(event, "alert", "rung"),
        clean(event, "alert", "previous_rung"),
        clean(event, "alert", "reason"),
        moment(Told.text(event, "alert", "first_fired_at")),
        clean(event, "change", "from"),
        subject(event),
        url(Told.text(event, "links", "certvigil")),
        url(Told.text(event, "links", "dashboard")));
  }

  private static @Nullable Subject subject(JsonObject event) {
    if (!(event.get("certificate") instanceof JsonObject certificate)) {
      return null;
    }
    var id = clean(certificate, "id");
    return new Subject(
        clean(certificate, "key"),
        clean(certificate, "source"),
        id,
        Words.name(clean(certificate, "name"), id),
        place(certificate, "account"),
        place(certificate, "zone"),
        clean(certificate, "status"),
        clean(certificate, "serial"),
        clean(certificate, "fingerprint_sha256"),
        hosts(certificate),
        labels(certificate),
        moment(Told.text(certificate, "not_after")));
  }

  static Subject subject(CertificateView view) {
    var id = Words.clean(view.id());
    return new Subject(
        view.key(),
        view.source(),
        id,
        Words.name(view.name(), id),
        place(view.account()),
        place(view.zone()),
        Words.clean(view.status()),
        clean(view.serial()),
        clean(view.fingerprintSha256()),
        view.hosts().stream().map(Words::clean).sorted().toList(),
        view.labels().entrySet().stream()
            .map(label -> Words.clean(label.getKey()) + "=" + Words.clean(label.getValue()))
            .sorted()
            .toList(),
        view.notAfter());
  }

  private static String place(@Nullable Ref ref) {
    return ref == null ? "" : Words.name(ref.name(), ref.id());
  }

  private static String clean(@Nullable String text) {
    return text == null ? "" : Words.clean(text);
  }

  private static String place(JsonObject certificate, String level) {
    return Words.name(clean(certificate, level, "name"), clean(certificate, level, "id"));
  }

  private static List<String> hosts(JsonObject certificate) {
    return certificate.get("hosts") instanceof JsonArray hosts
        ? hosts.asList().stream()
            .filter(JsonElement::isJsonPrimitive)
            .map(host -> Words.clean(host.getAsString()))
            .sorted()
            .toList()
        : List.of();
  }

  private static List<String> labels(JsonObject certificate) {
    return certificate.get("labels") instanceof JsonObject labels
        ? labels.keySet().stream()
            .sorted()
            .map(label -> Words.clean(label) + "=" + clean(labels, label))
            .toList()
        : List.of();
  }

  private static String clean(JsonObject object, String... path) {
    var text = Told.text(object, path);
    return text == null ? "" : Words.clean(text);
  }

  /** May name several lists, each with a long name. */
  private static String summary(JsonObject event) {
    var text = Told.text(event, "summary");
    return text == null ? "" : PrintableText.line(text, SUMMARY);
  }

  /** One that nobody can read is the worst: rather too much than a lost alert. */
  static Severity severity(JsonObject event) {
    var word = Told.text(event, "severity");
    try {
      return word == null ? Severity.CRITICAL : Severity.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Severity.CRITICAL;
    }
  }

  private static @Nullable Instant moment(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A link that could break out of the place where it is written is none. */
  private static @Nullable String url(@Nullable String text) {
    if (text == null || text.length() > URL) {
      return null;
    }
    try {
      var url = URI.create(text);
      var scheme = url.getScheme();
      return scheme != null && SCHEMES.contains(scheme) && url.getRawAuthority() != null
          ? url.toASCIIString()
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
