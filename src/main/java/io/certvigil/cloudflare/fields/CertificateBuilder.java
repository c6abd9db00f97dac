package io.certvigil.cloudflare.fields;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.X509Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a certificate from the fields of a list item: cleans and normalises them, and completes
 * them from the PEM. Every field except the id may be missing.
 */
public final class CertificateBuilder {
  private static final int MAX_HOSTS = 1_000;

  private final PemCache pems;
  private final Map<String, String> attributes = new TreeMap<>();
  private @Nullable String id;
  private String name = "";
  private String status = "";
  private @Nullable Boolean inUse;
  private boolean managed;
  private @Nullable String notAfter;
  private @Nullable String notBefore;
  private @Nullable String lifetime;
  private @Nullable String issuer;
  private @Nullable String serial;
  private @Nullable String sha256;
  private List<String> hosts = List.of();
  private @Nullable String pem;
  private boolean trustAnchors;
  private @Nullable Boolean authority;
  private boolean neverExpires;
  private boolean nameFromPem;

  public CertificateBuilder(PemCache pems) {
    this.pems = pems;
  }

  public CertificateBuilder id(@Nullable String text) {
    id = text;
    return this;
  }

  public CertificateBuilder name(@Nullable String text) {
    name = FieldText.clean(text);
    return this;
  }

  public CertificateBuilder status(@Nullable String text) {
    status = FieldText.clean(text);
    return this;
  }

  public CertificateBuilder inUse(@Nullable Boolean value) {
    inUse = value;
    return this;
  }

  /** True if Cloudflare renews it automatically; the default is false. */
  public CertificateBuilder managed(boolean value) {
    managed = value;
    return this;
  }

  public CertificateBuilder notBefore(@Nullable String text) {
    notBefore = text;
    return this;
  }

  public CertificateBuilder notAfter(@Nullable String text) {
    notAfter = text;
    return this;
  }

  public CertificateBuilder issuer(@Nullable String text) {
    issuer = FieldText.orNull(text);
    return this;
  }

  /** A serial number in hex. */
  public CertificateBuilder serial(@Nullable String text) {
    serial = HexText.serial(text).orElse(null);
    return this;
  }

  /** A serial number in decimal. */
  public CertificateBuilder decimalSerial(@Nullable String text) {
    serial = HexText.decimalSerial(text).orElse(null);
    return this;
  }

  /** A fingerprint; ignored unless it is a SHA-256. */
  public CertificateBuilder sha256(@Nullable String text) {
    sha256 = HexText.sha256(text).orElse(null);
    return this;
  }

  public CertificateBuilder hosts(@Nullable List<@Nullable String> names) {
    hosts =
        names == null
            ? List.of()
            : names.stream()
                .map(FieldText::clean)
                .filter(host -> !host.isEmpty())
                .distinct()
                .limit(MAX_HOSTS)
                .toList();
    return this;
  }

  /**
   * The certificate as PEM, possibly with its chain. If it is readable, its values take precedence
   * over the other fields, except over an earlier expiry.
   */
  public CertificateBuilder pem(@Nullable String text) {
    pem = text;
    return this;
  }

  /** As {@link #pem}, but the PEM contains certificates that are trusted. */
  public CertificateBuilder trustAnchors(@Nullable String text) {
    trustAnchors = true;
    return pem(text);
  }

  /** Whether the PEM contains authorities; false if it is the chain of a leaf nevertheless. */
  public CertificateBuilder authority(@Nullable Boolean value) {
    authority = value;
    return this;
  }

  /** True if it never expires by design, regardless of the other fields. */
  public CertificateBuilder neverExpires(boolean value) {
    neverExpires = value;
    return this;
  }

  /** Its lifetime as a Go duration; the start of its validity is the expiry minus the lifetime. */
  public CertificateBuilder lifetime(@Nullable String text) {
    lifetime = text;
    return this;
  }

  /** Uses the common name of the PEM as the name if there is no name. */
  public CertificateBuilder nameFromPem() {
    nameFromPem = true;
    return this;
  }

  /** An additional attribute; omitted if the text is missing. */
  public CertificateBuilder attribute(String key, @Nullable String text) {
    attributes.put(key, FieldText.clean(text));
    return this;
  }

  /**
   * The certificate.
   *
   * @throws MalformedAnswerException if the id is missing or invalid
   */
  public Certificate certificate() {
    var usableId = FieldText.id(id);
    var facts = pems.of(pem, content()).map(read -> read.notLaterThan(ApiDates.parse(notAfter)));
    var x509 = facts.map(this::x509FromPem).orElseGet(this::x509FromList);
    if (name.isEmpty() && nameFromPem) {
      name = facts.map(PemParser.Facts::commonName).map(FieldText::clean).orElse("");
    }
    if (name.isEmpty()) {
      name = x509.hosts().isEmpty() ? usableId : x509.hosts().getFirst();
    }
    attributes.values().removeIf(String::isEmpty);
    return new Certificate(usableId, name, status, inUse, managed, expiry(facts), x509, attributes);
  }

  private PemContent content() {
    return trustAnchors && !Boolean.FALSE.equals(authority)
        ? PemContent.TRUST_ANCHORS
        : PemContent.LEAF_WITH_CHAIN;
  }

  private Expiry expiry(Optional<PemParser.Facts> facts) {
    if (neverExpires) {
      return new Expiry.Never();
    }
    return facts
        .map(PemParser.Facts::notAfter)
        .map(Expiry::on)
        .orElseGet(() -> ApiDates.expiry(notAfter));
  }

  private X509Fields x509FromList() {
    var start = ApiDates.parse(notBefore).or(this::startOfLifetime).orElse(null);
    return new X509Fields(start, issuer, serial, sha256, hosts);
  }

  private Optional<Instant> startOfLifetime() {
    return ApiDates.parse(notAfter).flatMap(end -> GoDurations.parse(lifetime).map(end::minus));
  }

  private X509Fields x509FromPem(PemParser.Facts facts) {
    var inside = facts.x509();
    if (hosts.isEmpty() && inside.issuer() != null) {
      return inside; // share one object between all readings to save memory
    }
    return new X509Fields(
        inside.notBefore(),
        inside.issuer() == null ? issuer : inside.issuer(),
        inside.serial(),
        inside.fingerprintSha256(),
        hosts.isEmpty() ? inside.hosts() : hosts,
        inside.pemCertificates());
  }
}
