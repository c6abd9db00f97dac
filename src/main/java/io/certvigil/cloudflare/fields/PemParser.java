package io.certvigil.cloudflare.fields;

import io.certvigil.model.X509Fields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses PEM certificates. An unreadable PEM gives an empty result. */
public final class PemParser {
  static final int MAX_HOSTS = 1_000;

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /**
   * The facts of the certificates in one PEM.
   *
   * @param notAfter when the first of them that breaks something expires
   * @param x509 the fields of the certificate that issued no other; if there is not exactly one, of
   *     the one that expires first
   * @param commonName of the subject of that certificate; null if it has none
   */
  public record Facts(Instant notAfter, X509Fields x509, @Nullable String commonName) {
    /** When the certificate with these fields expires itself. */
    public Instant ownNotAfter() {
      var all = x509.pemCertificates();
      return all.isEmpty() ? notAfter : all.getFirst().notAfter();
    }

    /**
     * These facts with an expiry that is not later than the one in the list. Then a certificate
     * that expires at that time decides, or none.
     */
    public Facts notLaterThan(Optional<Instant> listed) {
      return listed.filter(notAfter::isAfter).map(this::expiring).orElse(this);
    }

    private Facts expiring(Instant end) {
      var all = x509.pemCertificates();
      var changed = all.stream().map(one -> one.deciding(one.notAfter().equals(end))).toList();
      return new Facts(end, all.isEmpty() ? x509 : x509.with(changed), commonName);
    }
  }

  private PemParser() {}

  /** The facts of the certificates in this text; empty if there is none or none is readable. */
  static Optional<Facts> facts(@Nullable String pem, PemContent content) {
    var blocks = new LinkedHashMap<String, PemBlock>();
    for (var base64 : PemText.certificates(pem)) {
      block(base64).ifPresent(block -> blocks.putIfAbsent(block.sha256(), block));
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(new PemChain(List.copyOf(blocks.values()), content).facts());
  }

  private static Optional<PemBlock> block(String base64) {
    try {
      var bytes = decoded(base64);
      var certificate = parse(bytes);
      return Optional.of(
          certificate.isPresent()
              ? block(certificate.get())
              : BouncyCastleCertificates.read(bytes));
    } catch (GeneralSecurityException | IOException | RuntimeException _) {
      return Optional.empty(); // for example the truncated samples of Cloudflare's documentation
    }
  }

  private static PemBlock block(X509Certificate certificate) throws GeneralSecurityException {
    var der = certificate.getEncoded();
    return new PemBlock(
        certificate.getSubjectX500Principal(),
        certificate.getIssuerX500Principal(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        certificate.getSerialNumber(),
        hosts(certificate),
        der,
        sha256(der),
        certificate);
  }

  static String sha256(byte[] der) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
  }

  /**
   * Each certificate in this text as a PEM of its own. A text without a BEGIN line counts as the
   * base64 of one certificate; a PEM without a certificate is returned as it is.
   */
  public static List<String> separated(String text) {
    var found =
        text.contains("-----BEGIN ") ? PemText.certificates(text) : List.of("\n" + text + "\n");
    return found.isEmpty()
        ? List.of(text)
        : found.stream()
            .map(base64 -> "-----BEGIN CERTIFICATE-----" + base64 + "-----END CERTIFICATE-----")
            .toList();
  }

  /** The first certificate in this text; empty if there is none or the JDK cannot read it. */
  public static Optional<X509Certificate> first(@Nullable String pem) {
    try {
      var all = PemText.certificates(pem);
      return all.isEmpty() ? Optional.empty() : parse(decoded(all.getFirst()));
    } catch (RuntimeException _) {
      return Optional.empty(); // not base64
    }
  }

  /** The first certificate in this text as PEM, with real line breaks. */
  public static Optional<String> normalized(@Nullable String pem) {
    try {
      var certificate = first(pem);
      return certificate.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "-----BEGIN CERTIFICATE-----\n"
                  + base64Lines(certificate.get().getEncoded())
                  + "-----END CERTIFICATE-----\n");
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /** Base64 in lines of 64 characters, each with a line break at its end. */
  public static String base64Lines(byte[] der) {
    return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n";
  }

  /** Decodes the base64 between the BEGIN and END lines of a PEM. */
  public static byte[] decoded(String base64) {
    return PemText.decoded(base64);
  }

  /** The certificate at the beginning of these bytes; empty if the JDK refuses it. */
  private static Optional<X509Certificate> parse(byte[] bytes) {
    try {
      var parsed =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
      return parsed instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (CertificateException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private static List<String> hosts(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().flatMap(PemParser::host).distinct().limit(MAX_HOSTS).toList();
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  private static Stream<String> host(Collection<?> name) {
    var parts = List.copyOf(name);
    boolean host = parts.getFirst().equals(DNS_NAME) || parts.getFirst().equals(IP_ADDRESS);
    return host ? Stream.of(FieldText.clean(parts.get(1).toString())) : Stream.of();
  }
}
