package io.certvigil.notify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.certvigil.policy.CertificateSubject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The certificate object of the event contract, parsed. Its content is untrusted; a missing text is
 * empty.
 *
 * @param labels sorted by name
 */
public record CertificateDocument(
    String key,
    String source,
    String id,
    String name,
    OwnerFields account,
    OwnerFields zone,
    List<String> hosts,
    String issuer,
    String serial,
    String fingerprint,
    String status,
    String notAfter,
    SortedMap<String, String> labels) {

  /** A certificate whose texts are all empty. */
  static final CertificateDocument NONE = of(new JsonObject());

  public CertificateDocument {
    hosts = List.copyOf(hosts);
    labels = Collections.unmodifiableSortedMap(labels);
  }

  /** An account or a zone. */
  public record OwnerFields(String id, String name) {
    private static OwnerFields of(JsonObject certificate, String level) {
      return new OwnerFields(
          WireJson.text(certificate, level, "id"), WireJson.text(certificate, level, "name"));
    }
  }

  static CertificateDocument of(JsonObject certificate) {
    return new CertificateDocument(
        WireJson.text(certificate, "key"),
        WireJson.text(certificate, "source"),
        WireJson.text(certificate, "id"),
        WireJson.text(certificate, "name"),
        OwnerFields.of(certificate, "account"),
        OwnerFields.of(certificate, "zone"),
        hosts(certificate),
        WireJson.text(certificate, "issuer"),
        WireJson.text(certificate, "serial"),
        WireJson.text(certificate, "fingerprint_sha256"),
        WireJson.text(certificate, "status"),
        WireJson.text(certificate, "not_after"),
        labels(certificate));
  }

  private static List<String> hosts(JsonObject certificate) {
    return certificate.get("hosts") instanceof JsonArray hosts
        ? hosts.asList().stream()
            .filter(JsonElement::isJsonPrimitive)
            .map(JsonElement::getAsString)
            .toList()
        : List.of();
  }

  /** A label whose value is not a text counts as missing. */
  private static SortedMap<String, String> labels(JsonObject certificate) {
    var labels = new TreeMap<String, String>();
    if (certificate.get("labels") instanceof JsonObject given) {
      for (var label : given.keySet()) {
        var value = WireJson.find(given, label);
        if (value != null) {
          labels.put(label, value);
        }
      }
    }
    return labels;
  }

  /**
   * The fields that silences and routes are matched against. Here a missing text is null, because
   * it does not match like an empty one.
   */
  static CertificateSubject subject(JsonObject certificate) {
    return subject(certificate, WireJson.find(certificate, "name"));
  }

  /** The same of a condition, whose name is that of its subject. */
  static CertificateSubject subjectOfCondition(JsonObject condition) {
    return subject(condition, WireJson.find(condition, "subject", "name"));
  }

  private static CertificateSubject subject(JsonObject watched, @Nullable String name) {
    return new CertificateSubject(
        WireJson.text(watched, "key"),
        WireJson.find(watched, "source"),
        present(WireJson.find(watched, "account", "id"), WireJson.find(watched, "account", "name")),
        WireJson.find(watched, "zone", "name"),
        name,
        labels(watched));
  }

  private static List<String> present(@Nullable String... words) {
    return Stream.of(words).flatMap(word -> Optional.ofNullable(word).stream()).toList();
  }
}
