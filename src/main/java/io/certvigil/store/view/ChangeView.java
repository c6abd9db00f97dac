package io.certvigil.store.view;

import io.certvigil.diff.Change;
import io.certvigil.diff.Diff;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.PemCertificate;
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
 * A change that a reading found, for output.
 *
 * @param at when the reading was stored
 * @param changes one or more of the words of the metric, {@code appeared renewed status expiry
 *     metadata disappeared}; or {@code baseline} or {@code unwatched} for a whole list
 * @param source the source of the list; account and zone are those of the list
 * @param certificates how many certificates changed: 1, or the number in the whole list
 * @param certificate the certificate after the change, or as last seen if it no longer exists; null
 *     for a whole list
 * @param differences the fields that differ from before; empty if nothing was known before
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
  /** All change words, in the order of the documentation. */
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
   * One field before and after.
   *
   * @param field as in the certificate's JSON, such as {@code not_after} or {@code
   *     attributes.organization}
   * @param before text, number, moment or list of texts; null if there was none
   * @param after as {@code before}
   */
  public record Difference(String field, @Nullable Object before, @Nullable Object after) {}

  /** A change of a whole list. */
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
   * A change of one certificate.
   *
   * @param word how it appeared or disappeared; null if it only changed
   * @param before null if the earlier content is unknown or irrelevant
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

  /** All fields of the certificate that a reading provides, under their JSON names. */
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
    if (!x509.pemCertificates().isEmpty()) {
      facts.put("pem_certificates", x509.pemCertificates().stream().map(ChangeView::text).toList());
    }
    facts.put("managed", certificate.managed());
    facts.put("attributes.in_use", certificate.inUse());
    certificate.attributes().forEach((name, value) -> facts.put("attributes." + name, value));
    return facts;
  }

  private static String text(PemCertificate one) {
    return one.name() + " until " + one.notAfter() + ", SHA-256 " + one.fingerprintSha256();
  }

  /** The kind of expiry, which the date alone does not show. */
  private static String expiry(Expiry expiry) {
    return switch (expiry) {
      case Expiry.On _ -> "known";
      case Expiry.Never _ -> "never";
      case Expiry.Unreadable(var text, _) -> "unreadable: " + text;
    };
  }
}
