package io.certvigil.cloudflare.fields;

import io.certvigil.model.X509Fields;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Parses PEM certificates. An unreadable PEM gives an empty result. */
public final class PemParser {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";
  private static final int MAX_LENGTH = 100_000;
  private static final int MAX_HOSTS = 1_000;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /**
   * The facts of one certificate.
   *
   * @param notAfter takes precedence over the expiry in the list
   * @param commonName of its subject; null if it has none
   */
  public record Facts(Instant notAfter, X509Fields x509, @Nullable String commonName) {}

  private PemParser() {}

  /**
   * The facts of the first certificate in this text; empty if there is none or it is unreadable.
   */
  static Optional<Facts> facts(@Nullable String pem) {
    try {
      var certificate = first(pem);
      return certificate.isEmpty()
          ? Optional.empty()
          : Optional.of(facts(certificate.get(), certificate.get().getEncoded()));
    } catch (GeneralSecurityException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /** The first certificate in this text; empty if there is none or it is unreadable. */
  public static Optional<X509Certificate> first(@Nullable String pem) {
    if (pem == null || pem.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END, begin + 1);
    return begin < 0 || end < 0
        ? Optional.empty()
        : parse(pem.substring(begin + BEGIN.length(), end));
  }

  /** The first certificate in this text as PEM, with real line breaks. */
  public static Optional<String> normalized(@Nullable String pem) {
    try {
      var certificate = first(pem);
      return certificate.isEmpty()
          ? Optional.empty()
          : Optional.of(BEGIN + "\n" + base64Lines(certificate.get().getEncoded()) + END + "\n");
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
    // The gateway's PEMs can contain a backslash and an n in place of each line break.
    var plain = base64.replace("\\n", "\n").replace("\\r", "\r");
    return Base64.getMimeDecoder().decode(plain);
  }

  private static Optional<X509Certificate> parse(String base64) {
    try {
      var parsed =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(decoded(base64)));
      return parsed instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (GeneralSecurityException | RuntimeException _) {
      return Optional.empty(); // for example the truncated samples of Cloudflare's documentation
    }
  }

  private static Facts facts(X509Certificate certificate, byte[] der)
      throws GeneralSecurityException {
    return new Facts(
        certificate.getNotAfter().toInstant(),
        new X509Fields(
            certificate.getNotBefore().toInstant(),
            FieldText.orNull(issuer(certificate.getIssuerX500Principal())),
            certificate.getSerialNumber().toString(16),
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)),
            hosts(certificate)),
        FieldText.orNull(commonName(certificate.getSubjectX500Principal()).orElse(null)));
  }

  /** The common name, or the complete name if there is none. */
  private static String issuer(X500Principal principal) {
    return commonName(principal).orElseGet(principal::getName);
  }

  private static Optional<String> commonName(X500Principal principal) {
    try {
      return new LdapName(principal.getName())
          .getRdns().reversed().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .filter(part -> part.getValue() instanceof String)
              .map(part -> part.getValue().toString())
              .findFirst();
    } catch (InvalidNameException _) {
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
