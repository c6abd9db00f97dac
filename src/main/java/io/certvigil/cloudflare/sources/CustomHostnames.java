package io.certvigil.cloudflare.sources;

import static java.util.Comparator.comparing;
import static java.util.function.BinaryOperator.maxBy;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.PemParser;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The custom hostnames of a zone (SSL for SaaS), each with its certificate that expires first. A
 * hostname keeps its id when its certificate is renewed.
 *
 * <p>The documented date is that of an uploaded certificate. The certificates that Cloudflare
 * issues are in {@code ssl.certificates}, which is not documented: one for each signature
 * algorithm, and during a renewal also the old one, so only the newest of each signature algorithm
 * counts. A private key, which the schema allows in {@code ssl.custom_key}, is never read.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/custom_hostnames/methods/list/">List
 *     custom hostnames</a>
 */
final class CustomHostnames {
  static final ListEndpoint<ListItem> LISTING =
      new ListEndpoint<>(
          "/zones/{zone_id}/custom_hostnames",
          1000,
          "",
          ItemReader.of(Wire.class, CustomHostnames::item),
          ListItem::id);

  /**
   * Orders certificates with the same expiry by signature and serial number, so that the result
   * does not depend on the order in the response.
   */
  private static final Comparator<ExpiringLeaf> BY_EXPIRY =
      comparing(ExpiringLeaf::expiresAt)
          .thenComparing(ExpiringLeaf::signature)
          .thenComparing(ExpiringLeaf::serial);

  private CustomHostnames() {}

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String hostname,
      @Nullable String status,
      @Nullable String created_at,
      @Nullable Tls ssl) {}

  record Tls(
      @Nullable String type,
      @Nullable String method,
      @Nullable String status,
      @Nullable Boolean wildcard,
      @Nullable List<@Nullable String> hosts,
      @Nullable String certificate_authority,
      @Nullable String issuer,
      @Nullable String serial_number,
      @Nullable String signature,
      @Nullable String custom_certificate,
      @Nullable String custom_csr_id,
      @Nullable String uploaded_on,
      @Nullable String expires_on,
      @Nullable List<@Nullable Leaf> certificates) {
    private static final Tls ABSENT =
        new Tls(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private boolean uploaded() {
      return custom_certificate != null
          || custom_csr_id != null
          || uploaded_on != null
          || expires_on != null;
    }

    private boolean managed() {
      return "dv".equals(type) && !uploaded();
    }

    private List<Leaf> leaves() {
      var leaves = new ArrayList<Leaf>();
      if (uploaded()) {
        leaves.add(
            new Leaf(issuer, serial_number, signature, null, expires_on, null, custom_certificate));
      }
      if (certificates != null) {
        certificates.stream().filter(Objects::nonNull).forEach(leaves::add);
      }
      return leaves;
    }
  }

  /** One certificate of a hostname; {@code certificate} is its PEM. */
  record Leaf(
      @Nullable String issuer,
      @Nullable String serial_number,
      @Nullable String signature,
      @Nullable String issued_on,
      @Nullable String expires_on,
      @Nullable String fingerprint_sha256,
      @Nullable String certificate) {
    private static final Leaf ABSENT = new Leaf(null, null, null, null, null, null, null);
  }

  private static ListItem item(Wire wire, PemCache pems) {
    var id = FieldText.id(wire.id());
    var tls = wire.ssl();
    if (tls == null && wire.hostname() != null) {
      return new ListItem(id, List.of()); // a hostname without TLS
    }
    return ListItem.of(certificate(wire, tls == null ? Tls.ABSENT : tls, pems));
  }

  private static Certificate certificate(Wire wire, Tls tls, PemCache pems) {
    var leaf = firstToExpire(tls.leaves(), pems);
    return new CertificateBuilder(pems)
        .id(wire.id())
        .name(wire.hostname())
        .status(tls.status())
        .managed(tls.managed())
        .notBefore(leaf.issued_on())
        .notAfter(leaf.expires_on())
        .decimalSerial(leaf.serial_number())
        .sha256(leaf.fingerprint_sha256())
        .issuer(leaf.issuer())
        .hosts(hosts(wire, tls))
        .pem(leaf.certificate())
        .attribute("hostname_status", wire.status())
        .attribute("created_at", wire.created_at())
        .attribute("type", tls.type())
        .attribute("method", tls.method())
        .attribute("certificate_authority", tls.certificate_authority())
        .attribute("signature", leaf.signature())
        .attribute("uploaded_on", tls.uploaded_on())
        .certificate();
  }

  /**
   * The first to expire among the newest certificates of each signature algorithm; one without a
   * readable expiry only if there is no other.
   */
  private static Leaf firstToExpire(List<Leaf> leaves, PemCache pems) {
    var newest = new LinkedHashMap<String, ExpiringLeaf>();
    for (var leaf : leaves) {
      var end = expiry(leaf, pems);
      if (end != null) {
        newest.merge(
            FieldText.clean(leaf.signature()), new ExpiringLeaf(leaf, end), maxBy(BY_EXPIRY));
      }
    }
    var any = leaves.isEmpty() ? Leaf.ABSENT : leaves.getFirst();
    return newest.values().stream().min(BY_EXPIRY).map(ExpiringLeaf::leaf).orElse(any);
  }

  private record ExpiringLeaf(Leaf leaf, Instant expiresAt) {
    private String signature() {
      return FieldText.clean(leaf.signature());
    }

    private String serial() {
      return FieldText.clean(leaf.serial_number());
    }
  }

  private static @Nullable Instant expiry(Leaf leaf, PemCache pems) {
    return pems.of(leaf.certificate())
        .map(PemParser.Facts::notAfter)
        .or(() -> ApiDates.parse(leaf.expires_on()))
        .orElse(null);
  }

  private static List<@Nullable String> hosts(Wire wire, Tls tls) {
    var hosts = tls.hosts();
    if (hosts != null && !hosts.isEmpty()) {
      return hosts;
    }
    var name = wire.hostname();
    if (name == null) {
      return List.of();
    }
    return Boolean.TRUE.equals(tls.wildcard()) ? List.of(name, "*." + name) : List.of(name);
  }
}
