package io.certvigil.cloudflare;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.X509;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A certificate while its fields are taken from a list's item: cleaned, normalised, and completed
 * by its PEM. Each field may be missing but the id.
 */
final class Draft {
  private static final int MOST_HOSTS = 1_000;

  private final String id;
  private final PemFacts pems;
  private final Map<String, String> attributes = new TreeMap<>();
  private String name = "";
  private String status = "";
  private @Nullable Boolean inUse;
  private boolean managed;
  private @Nullable String notAfter;
  private @Nullable String notBefore;
  private @Nullable String issuer;
  private @Nullable String serial;
  private @Nullable String sha256;
  private List<String> hosts = List.of();
  private @Nullable String pem;
  private boolean endless;
  private boolean calledAsInItsPem;

  /**
   * Begins with the id.
   *
   * @throws MalformedException where it is missing or unfit
   */
  Draft(@Nullable String id, PemFacts pems) {
    this.id = Text.id(id);
    this.pems = pems;
  }

  Draft name(@Nullable String text) {
    name = Text.clean(text);
    return this;
  }

  Draft status(@Nullable String text) {
    status = Text.clean(text);
    return this;
  }

  Draft inUse(@Nullable Boolean value) {
    inUse = value;
    return this;
  }

  /** Whether Cloudflare renews it by itself; not so where nothing is said. */
  Draft managed(boolean value) {
    managed = value;
    return this;
  }

  Draft notBefore(@Nullable String text) {
    notBefore = text;
    return this;
  }

  Draft notAfter(@Nullable String text) {
    notAfter = text;
    return this;
  }

  Draft issuer(@Nullable String text) {
    issuer = Text.orNull(text);
    return this;
  }

  /** A serial in hex. */
  Draft serial(@Nullable String text) {
    serial = Hex.serial(text).orElse(null);
    return this;
  }

  /** A serial in decimal. */
  Draft decimalSerial(@Nullable String text) {
    serial = Hex.decimalSerial(text).orElse(null);
    return this;
  }

  /** A fingerprint, taken where it is a SHA-256. */
  Draft sha256(@Nullable String text) {
    sha256 = Hex.sha256(text).orElse(null);
    return this;
  }

  Draft hosts(@Nullable List<@Nullable String> names) {
    hosts =
        names == null
            ? List.of()
            : names.stream()
                .map(Text::clean)
                .filter(host -> !host.isEmpty())
                .distinct()
                .limit(MOST_HOSTS)
                .toList();
    return this;
  }

  /** What it says, if it is readable, beats the other fields. */
  Draft pem(@Nullable String text) {
    pem = text;
    return this;
  }

  /** It has no end by design, whatever else is told. */
  Draft endless() {
    endless = true;
    return this;
  }

  /** Where it has no name, it is called by the common name in its PEM. */
  Draft calledAsInItsPem() {
    calledAsInItsPem = true;
    return this;
  }

  /** A further fact; left out where it is missing. */
  Draft attribute(String key, @Nullable String text) {
    var clean = Text.clean(text);
    if (!clean.isEmpty()) {
      attributes.put(key, clean);
    }
    return this;
  }

  Certificate certificate() {
    var facts = pems.of(pem);
    var x509 = facts.map(this::completed).orElseGet(this::listed);
    if (name.isEmpty() && calledAsInItsPem) {
      name = facts.map(Pem.Facts::commonName).map(Text::clean).orElse("");
    }
    return new Certificate(
        id, called(x509), status, inUse, managed, expiry(facts), x509, attributes);
  }

  private Expiry expiry(Optional<Pem.Facts> facts) {
    if (endless) {
      return new Expiry.Never();
    }
    return facts.map(Pem.Facts::notAfter).map(Expiry::on).orElseGet(() -> Dates.expiry(notAfter));
  }

  private String called(X509 x509) {
    var host = x509.hosts().isEmpty() ? id : x509.hosts().getFirst();
    return name.isEmpty() ? host : name;
  }

  private X509 listed() {
    return new X509(Dates.parse(notBefore).orElse(null), issuer, serial, sha256, hosts);
  }

  private X509 completed(Pem.Facts facts) {
    var inside = facts.x509();
    if (hosts.isEmpty() && inside.issuer() != null) {
      return inside; // one object for all readings of it
    }
    return new X509(
        inside.notBefore(),
        inside.issuer() == null ? issuer : inside.issuer(),
        inside.serial(),
        inside.fingerprintSha256(),
        hosts.isEmpty() ? inside.hosts() : hosts);
  }
}
