package io.certvigil.notify;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for TLS servers on loopback. */
public final class TestCertificateAuthority {
  public static final Instant VALID = Instant.parse("2099-01-01T00:00:00Z");
  public static final Instant EXPIRED = Instant.parse("2021-01-01T00:00:00Z");

  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final X500Principal NAME = new X500Principal("CN=authority of a test");
  private static final char[] PASSWORD = "test".toCharArray();

  private final KeyPair keys = keys();
  private final X509Certificate certificate = certificate(NAME, keys, "", VALID);

  /** The socket factory of a client that trusts only this authority. */
  public SSLSocketFactory trusted() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", certificate);
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The TLS context of a server with this name. */
  public SSLContext server(String name, Instant until) {
    try {
      var own = keys();
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          own.getPrivate(),
          PASSWORD,
          new X509Certificate[] {
            certificate(new X500Principal("CN=server"), own, name, until), certificate
          });
      var managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without a name, the certificate is that of an authority. */
  private X509Certificate certificate(
      X500Principal subject, KeyPair owner, String name, Instant until) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              BigInteger.valueOf(owner.hashCode() & 0xffff_ffffL).add(BigInteger.ONE),
              Date.from(FROM),
              Date.from(until),
              subject,
              owner.getPublic());
      if (name.isEmpty()) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      } else {
        var names = new GeneralNames(new GeneralName(GeneralName.dNSName, name));
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
