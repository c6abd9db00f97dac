package io.certvigil.cloudflare.sources;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.function.BinaryOperator.maxBy;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.LenientAdapters;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.sources.ValidationFields.Problem;
import io.certvigil.cloudflare.sources.ValidationFields.Token;
import io.certvigil.model.Certificate;
import io.certvigil.model.Finding;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

  /** The newest is the one that is valid longest itself, whatever the rest of its chain. */
  private static final Comparator<ExpiringLeaf> BY_OWN_EXPIRY =
      comparing(ExpiringLeaf::ownExpiry).thenComparing(BY_EXPIRY);

  private CustomHostnames() {}

  record Wire(
      @JsonAdapter(IdAdapter.class) @Nullable String id,
      @Nullable String hostname,
      @Nullable String status,
      @Nullable String created_at,
      @Nullable List<@Nullable String> verification_errors,
      @Nullable Ownership ownership_verification,
      @Nullable OwnershipFile ownership_verification_http,
      @JsonAdapter(TlsAdapter.class) @Nullable List<@Nullable Tls> ssl) {}

  /** The DNS record that proves who owns the hostname. */
  record Ownership(@Nullable String name, @Nullable String type, @Nullable String value) {}

  /** The file that proves the same. */
  record OwnershipFile(@Nullable String http_url, @Nullable String http_body) {}

  /** Reads {@code ssl}, usually an object, also as a list; anything else becomes a null in it. */
  static final class TlsAdapter extends TypeAdapter<List<@Nullable Tls>> {
    @Override
    public @Nullable List<@Nullable Tls> read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      var all = new ArrayList<@Nullable Tls>();
      if (in.peek() != JsonToken.BEGIN_ARRAY) {
        all.add(LenientAdapters.GSON.getAdapter(Tls.class).read(in));
        return all;
      }
      in.beginArray();
      while (in.hasNext()) {
        all.add(LenientAdapters.GSON.getAdapter(Tls.class).read(in));
      }
      in.endArray();
      return all;
    }

    @Override
    public void write(JsonWriter out, List<@Nullable Tls> value) {
      throw new UnsupportedOperationException("wire records are only read");
    }
  }

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
      @Nullable List<@Nullable Problem> validation_errors,
      @Nullable List<@Nullable Token> validation_records,
      @Nullable List<@Nullable Leaf> certificates) {
    private static final Tls ABSENT =
        new Tls(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

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
    var all = tls(wire);
    if (all.isEmpty() && wire.hostname() != null) {
      // a hostname without TLS
      return new ListItem(id, List.of())
          .with(new HostnameFinding(wire, null, false, null, List.of()).finding());
    }
    var first = all.isEmpty() ? Tls.ABSENT : all.getFirst();
    var tls = all.size() < 2 ? first : all.stream().min(byExpiry(pems)).orElse(first);
    return ListItem.of(certificate(wire, tls, pems)).with(finding(wire, tls, pems));
  }

  private static @Nullable Finding finding(Wire wire, Tls tls, PemCache pems) {
    var end =
        tls.leaves().stream()
            .flatMap(leaf -> Stream.ofNullable(expiring(leaf, pems)))
            .map(ExpiringLeaf::expiresAt)
            .max(naturalOrder())
            .orElse(null);
    var hosts = ValidationFields.texts(hosts(wire, tls));
    return new HostnameFinding(wire, tls, tls.uploaded() || !tls.managed(), end, hosts).finding();
  }

  private static List<Tls> tls(Wire wire) {
    var all = new ArrayList<Tls>();
    for (var tls : wire.ssl() == null ? List.<@Nullable Tls>of() : wire.ssl()) {
      all.add(tls == null ? Tls.ABSENT : tls);
    }
    return all;
  }

  /** Orders by the certificate that expires first; those without a readable expiry are last. */
  private static Comparator<Tls> byExpiry(PemCache pems) {
    return comparing(tls -> expiry(tls, pems), nullsLast(naturalOrder()));
  }

  private static @Nullable Instant expiry(Tls tls, PemCache pems) {
    var expiring = expiring(firstToExpire(tls.leaves(), pems), pems);
    return expiring == null ? null : expiring.expiresAt();
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
      var expiring = expiring(leaf, pems);
      if (expiring != null) {
        newest.merge(expiring.signature(), expiring, maxBy(BY_OWN_EXPIRY));
      }
    }
    var any = leaves.isEmpty() ? Leaf.ABSENT : leaves.getFirst();
    return newest.values().stream().min(BY_EXPIRY).map(ExpiringLeaf::leaf).orElse(any);
  }

  private record ExpiringLeaf(Leaf leaf, Instant ownExpiry, Instant expiresAt) {
    private String signature() {
      return FieldText.clean(leaf.signature());
    }

    private String serial() {
      return FieldText.clean(leaf.serial_number());
    }
  }

  /** Null if its expiry is not readable. */
  private static @Nullable ExpiringLeaf expiring(Leaf leaf, PemCache pems) {
    var listed = ApiDates.parse(leaf.expires_on());
    return pems.of(leaf.certificate())
        .map(
            read ->
                new ExpiringLeaf(leaf, read.ownNotAfter(), read.notLaterThan(listed).notAfter()))
        .or(() -> listed.map(end -> new ExpiringLeaf(leaf, end, end)))
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
