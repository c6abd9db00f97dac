package io.certvigil.cloudflare.fields;

import io.certvigil.model.PemCertificate;
import io.certvigil.model.X509Fields;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * One certificate of a PEM.
 *
 * @param der its own bytes, without what may follow it
 * @param certificate null if only Bouncy Castle can read it
 */
@SuppressWarnings("ArrayRecordComponent") // it lives only while a PEM is read, and is not compared
record PemBlock(
    X500Principal subject,
    X500Principal issuer,
    Instant notBefore,
    Instant notAfter,
    BigInteger serial,
    List<String> hosts,
    byte[] der,
    String sha256,
    @Nullable X509Certificate certificate) {

  boolean isSame(PemBlock other) {
    return sha256.equals(other.sha256);
  }

  /** Whether the name of its subject is the name of the other one's issuer. */
  boolean named(PemBlock other) {
    return subject.equals(other.issuer);
  }

  /**
   * Whether the signature of the other one was made with its key. A signature of an unknown
   * algorithm counts as good, because the names are equal.
   */
  boolean signed(PemBlock other) {
    if (certificate == null || other.certificate == null) {
      return BouncyCastleCertificates.signed(der, other.der);
    }
    try {
      other.certificate.verify(certificate.getPublicKey());
      return true;
    } catch (SignatureException | InvalidKeyException _) {
      return false;
    } catch (GeneralSecurityException | RuntimeException _) {
      return true;
    }
  }

  PemParser.Facts facts(Instant end, List<PemCertificate> all) {
    return new PemParser.Facts(
        end,
        new X509Fields(
            notBefore,
            issuerName(),
            HexText.boundedSerial(serial).orElse(null),
            sha256,
            hosts,
            all),
        FieldText.orNull(commonName(subject).orElse(null)));
  }

  PemCertificate listed(boolean decides) {
    return new PemCertificate(
        FieldText.clean(commonName(subject).orElseGet(subject::getName)),
        issuerName(),
        HexText.boundedSerial(serial).orElse(""),
        sha256,
        notBefore,
        notAfter,
        decides);
  }

  /** The common name, or the complete name if there is none. */
  private @Nullable String issuerName() {
    return FieldText.orNull(commonName(issuer).orElseGet(issuer::getName));
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
}
