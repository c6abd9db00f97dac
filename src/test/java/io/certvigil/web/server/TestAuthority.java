package io.certvigil.web.server;

import io.certvigil.net.NoProxy;
import io.certvigil.net.OutboundSettings;
import io.certvigil.net.ProxyServer;
import io.certvigil.net.SystemTrust;
import io.certvigil.net.TrustFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** A CA that issues certificates for 127.0.0.1 and for clients, and writes them as PEM files. */
public final class TestAuthority {
  public static final Duration VALID = Duration.ofDays(1);
  public static final Duration EXPIRED = Duration.ofHours(-1);

  private static final char[] PASSWORD = "test".toCharArray();
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final X500Principal name = new X500Principal("CN=Authority " + SERIAL.get());
  private final KeyPair keys = keys("EC");
  private final X509Certificate certificate = issue(name, keys, null, VALID);

  /** A certificate and its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {}

  /** Issues a certificate with an EC key. */
  public Issued issue(String subject) {
    return issue(subject, "EC");
  }

  public Issued issue(String subject, String algorithm) {
    var here = InetAddress.getLoopbackAddress().getHostAddress();
    return issue(subject, algorithm, new GeneralName(GeneralName.iPAddress, here), VALID);
  }

  private Issued issue(String subject, String algorithm, GeneralName host, Duration left) {
    var own = keys(algorithm);
    return new Issued(issue(new X500Principal(subject), own, host, left), own.getPrivate());
  }

  /**
   * The TLS context of a server with this DNS name.
   *
   * @param left until its certificate expires
   */
  public SSLContext server(String host, Duration left) {
    return client(issue("CN=server", "EC", new GeneralName(GeneralName.dNSName, host), left));
  }

  /** Direct connections of a program that trusts this CA too. */
  public OutboundSettings outbound() {
    return outbound("test", null);
  }

  /** Connections of this section of the config, which trusts this CA too. */
  public OutboundSettings outbound(String section, @Nullable ProxyServer proxy) {
    var ca = new TrustFile(Path.of("ca.pem"), List.of(certificate));
    return new OutboundSettings(section, proxy, false, NoProxy.NONE, ca, SystemTrust.NONE, null);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** Writes these objects to a file in order; keys as PKCS#8. */
  public static Path write(Path file, Object... objects) {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      for (var object : objects) {
        pem.writeObject(
            object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
      }
      pem.flush();
      return Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The traditional format of OpenSSL, from before PKCS#8: a PEM type per algorithm. */
  public static Object traditional(PrivateKey key) {
    try {
      return key instanceof ECPrivateKey curve
          ? new PemObject(
              "EC PRIVATE KEY",
              new org.bouncycastle.asn1.sec.ECPrivateKey(
                      256, curve.getS(), SECObjectIdentifiers.secp256r1)
                  .getEncoded())
          : new JcaMiscPEMGenerator(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void writeEncrypted(Path file, PrivateKey key) {
    try {
      var encryptor =
          new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
              .setProvider(new BouncyCastleProvider())
              .setPassword(PASSWORD)
              .build();
      write(file, new JcaPKCS8Generator(key, encryptor));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The TLS context of a client that trusts only this CA, with or without a client certificate. */
  public SSLContext client(@Nullable Issued own) {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", certificate);
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      var mine = KeyStore.getInstance("PKCS12");
      mine.load(null, null);
      if (own != null) {
        mine.setKeyEntry("own", own.key(), PASSWORD, new Certificate[] {own.certificate()});
      }
      var managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(mine, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without a host, the certificate is that of an authority. */
  private X509Certificate issue(
      X500Principal subject, KeyPair owner, @Nullable GeneralName host, Duration left) {
    var now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(left)),
              subject,
              owner.getPublic());
      if (host == null) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      } else {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(host));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      switch (algorithm) {
        case "EC" -> generator.initialize(256);
        case "RSA" -> generator.initialize(2048);
        default -> {} // it has a fixed size
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
