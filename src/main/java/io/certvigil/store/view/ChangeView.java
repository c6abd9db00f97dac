package io.certvigil.store.view;

import io.certvigil.diff.Change;
import io.certvigil.diff.Diff;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a reading changed, as it is shown outside.
 *
 * @param at when the reading that showed it was stored
 * @param changes in words: {@code appeared renewed status expiry metadata disappeared}, those of
 *     the metric; and {@code baseline} or {@code unwatched}, each of a whole list at once
 * @param source of the list, with its account and zone
 * @param certificates how many it concerns: 1, and of a whole list all those of it
 * @param certificate as it was after the change, or last where it is gone; null for a whole list
 * @param differences what differs from what was known before; empty where nothing was
 */
public record ChangeView(
    Instant at,
    List<String> changes,
    String source,
    ResourceRef account,
    @Nullable ResourceRef zone,
    long certificates,
    @Nullable CertificateView certificate,
    List<Difference> differences) {
  /** Every word, in the order in which they are explained. */
  public static final List<String> WORDS =
      List.of(
          "appeared",
          "renewed",
          "status",
          "expiry",
          "metadata",
          "disappeared",
          "baseline",
          "unwatched");

  public ChangeView {
    changes = List.copyOf(changes);
    differences = List.copyOf(differences);
  }

  /**
   * One fact before and after.
   *
   * @param field as in the certificate's JSON, such as {@code not_after} or {@code
   *     attributes.organization}
   * @param before a text, a number, a moment, a list of texts, or null where there was none
   */
  public record Difference(String field, @Nullable Object before, @Nullable Object after) {}

  /** Of a list as a whole. */
  public static ChangeView ofList(Instant at, String word, Scope scope, long certificates) {
    return new ChangeView(
        at,
        List.of(word),
        scope.source().word(),
        scope.account(),
        scope.zone(),
        certificates,
        null,
        List.of());
  }

  /**
   * Of one certificate.
   *
   * @param word how it came or went; null where it only changed
   * @param before null where nothing was known, or what was does not matter
   */
  public static ChangeView of(
      Instant at,
      @Nullable String word,
      Scope scope,
      CertificateView view,
      @Nullable Certificate before,
      Certificate after) {
    var words = new ArrayList<String>();
    if (word != null) {
      words.add(word);
    }
    if (before != null) {
      Diff.between(before, after).stream().map(Change::word).forEach(words::add);
    }
    return new ChangeView(
        at,
        words,
        scope.source().word(),
        scope.account(),
        scope.zone(),
        1,
        view,
        before == null ? List.of() : differences(facts(before), facts(after)));
  }

  private static List<Difference> differences(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    var fields = new ArrayList<>(after.keySet());
    new TreeSet<>(before.keySet())
        .stream().filter(field -> !after.containsKey(field)).forEach(fields::add);
    return fields.stream()
        .filter(field -> !Objects.equals(before.get(field), after.get(field)))
        .map(field -> new Difference(field, before.get(field), after.get(field)))
        .toList();
  }

  /** All that a reading says of it, under the names of its JSON. */
  private static Map<String, @Nullable Object> facts(Certificate certificate) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    var x509 = certificate.x509();
    facts.put("name", certificate.name());
    facts.put("status", certificate.status());
    facts.put("not_before", x509.notBefore());
    facts.put("not_after", certificate.notAfter().orElse(null));
    facts.put("expiry", expiry(certificate.expiry()));
    facts.put("hosts", x509.hosts());
    facts.put("issuer", x509.issuer());
    facts.put("serial", x509.serial());
    facts.put("fingerprint_sha256", x509.fingerprintSha256());
    facts.put("managed", certificate.managed());
    facts.put("attributes.in_use", certificate.inUse());
    certificate.attributes().forEach((name, value) -> facts.put("attributes." + name, value));
    return facts;
  }

  /** What the date alone does not say. */
  private static String expiry(Expiry expiry) {
    return switch (expiry) {
      case Expiry.On _ -> "known";
      case Expiry.Never _ -> "never";
      case Expiry.Unreadable(var text, _) -> "unreadable: " + text;
    };
  }
}
