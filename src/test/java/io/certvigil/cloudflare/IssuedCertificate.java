package io.certvigil.cloudflare;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A real certificate that can issue others. Each is valid for ten years until its end. */
public record IssuedCertificate(
    String name, Instant end, X509Certificate certificate, KeyPair keys) {
  private static final AtomicLong SERIALS = new AtomicLong(1_000);

  /** A self-signed certificate. */
  public static IssuedCertificate root(String name, Instant end) {
    var keys = newKeys();
    return new IssuedCertificate(name, end, sign(name, name, end, keys, keys), keys);
  }

  /** A certificate that this one issues. */
  public IssuedCertificate issue(String name, Instant end) {
    var keys = newKeys();
    return new IssuedCertificate(name, end, sign(this.name, name, end, this.keys, keys), keys);
  }

  /** A certificate for the name and the key of {@code other}, issued by this one. */
  public IssuedCertificate crossSign(IssuedCertificate other, Instant end) {
    return new IssuedCertificate(
        other.name, end, sign(name, other.name, end, keys, other.keys), other.keys);
  }

  public String pem() {
    return X509TestCertificates.pem(certificate);
  }

  public String serial() {
    return certificate.getSerialNumber().toString(16);
  }

  public String fingerprint() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(
      String issuer, String subject, Instant end, KeyPair signing, KeyPair own) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      new X500Principal("CN=" + issuer),
                      BigInteger.valueOf(SERIALS.incrementAndGet()),
                      Date.from(end.minus(Duration.ofDays(3650))),
                      Date.from(end),
                      new X500Principal("CN=" + subject),
                      own.getPublic())
                  .build(new JcaContentSignerBuilder("Ed25519").build(signing.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
