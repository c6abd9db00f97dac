package io.certvigil.cloudflare.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.cloudflare.IssuedCertificate;
import io.certvigil.cloudflare.X509TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates that the JDK refuses, and a label that only OpenSSL writes. */
class BouncyCastleCertificatesTest {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  private static final Instant END = Instant.parse("2026-11-26T04:05:06Z");

  /** The position of the issuer behind version, serial number and algorithm. */
  private static final int ISSUER = 3;

  /** What OpenSSL writes behind a trusted certificate: here that it is trusted for nothing. */
  private static final byte[] TRUST = {0x30, 0x02, 0x30, 0x00};

  private static KeyPair explicitKeys() {
    try {
      var curve = ECNamedCurveTable.getParameterSpec("prime256v1");
      var keys = KeyPairGenerator.getInstance("EC", PROVIDER);
      keys.initialize(
          new ECParameterSpec(curve.getCurve(), curve.getG(), curve.getN(), curve.getH()));
      return keys.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair namedKeys() {
    try {
      var keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(256);
      return keys.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] make(
      String issuer, String subject, int serial, Instant end, KeyPair signing, KeyPair own) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(serial),
              Date.from(end.minus(Duration.ofDays(100))),
              Date.from(end),
              new X500Name(subject),
              own.getPublic());
      var names =
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "a.example"),
                new GeneralName(GeneralName.rfc822Name, "x@a.example"),
                new GeneralName(GeneralName.iPAddress, "192.0.2.1")
              });
      builder.addExtension(Extension.subjectAlternativeName, false, names);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").setProvider(PROVIDER);
      return builder.build(signer.build(signing.getPrivate())).getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] selfSigned(String name, int serial, Instant end, KeyPair keys) {
    return make(name, name, serial, end, keys, keys);
  }

  /** With an empty name as issuer; the signature is no longer right. */
  private static byte[] withoutIssuer(byte[] der) {
    try {
      var whole = ASN1Sequence.getInstance(der).toArray();
      var fields = ASN1Sequence.getInstance(whole[0]).toArray();
      fields[ISSUER] = new DERSequence();
      whole[0] = new DERSequence(fields);
      return new DERSequence(whole).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }

  private static String pem(byte[] der) {
    return pem("CERTIFICATE", der);
  }

  private static byte[] trusted(byte[] der) {
    var whole = Arrays.copyOf(der, der.length + TRUST.length);
    System.arraycopy(TRUST, 0, whole, der.length, TRUST.length);
    return whole;
  }

  static Stream<Arguments> certificates() {
    var explicit = selfSigned("CN=CA", 171, END, explicitKeys());
    var noIssuer = withoutIssuer(selfSigned("CN=CA", 171, END, namedKeys()));
    var usual = selfSigned("CN=CA", 171, END, namedKeys());
    return Stream.of(
        arguments("explicit parameters", pem(explicit), explicit, "CA", true),
        arguments("empty issuer", pem(noIssuer), noIssuer, null, true),
        arguments("trusted", pem("TRUSTED CERTIFICATE", trusted(usual)), usual, "CA", false),
        arguments("old label", pem("X509 CERTIFICATE", usual), usual, "CA", false),
        arguments(
            "trusted, explicit parameters",
            pem("TRUSTED CERTIFICATE", trusted(explicit)),
            explicit,
            "CA",
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void everythingIsRead(String what, String pem, byte[] der, String issuer, boolean refused)
      throws Exception {
    if (refused) {
      assertThatThrownBy(
              () ->
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(der)))
          .isInstanceOf(CertificateException.class);
    }

    var facts = PemParser.facts(pem, PemContent.TRUST_ANCHORS).orElseThrow();

    assertThat(facts.notAfter()).isEqualTo(END);
    assertThat(facts.commonName()).isEqualTo("CA");
    assertThat(facts.x509().notBefore()).isEqualTo(END.minus(Duration.ofDays(100)));
    assertThat(facts.x509().issuer()).isEqualTo(issuer);
    assertThat(facts.x509().serial()).isEqualTo("ab");
    assertThat(facts.x509().fingerprintSha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
    assertThat(facts.x509().hosts()).containsExactly("a.example", "192.0.2.1");
    assertThat(facts.x509().pemCertificates()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void everythingIsRead_fromAListWithoutOtherFields(String what, String pem) {
    var item = "{\"id\":\"a\",\"certificate\":\"%s\"}".formatted(pem.replace("\n", "\\n"));

    var read = CloudflareFixture.certificates(CloudflareFixture.TRUSTED, item).getFirst();

    assertThat(read.notAfter()).contains(END);
    assertThat(read.name()).isEqualTo("a.example");
    assertThat(read.x509().serial()).isEqualTo("ab");
  }

  /** Only the signatures tell which of two authorities of one name issued the leaf. */
  @Test
  void chainIsRead_whenTheJdkRefusesItsCertificates() {
    var keys = explicitKeys();
    var root = pem(selfSigned("CN=CA", 1, END, keys));
    var other = pem(selfSigned("CN=CA", 2, END.plusSeconds(60), explicitKeys()));
    var middleKeys = explicitKeys();
    var middle = pem(make("CN=CA", "CN=Middle", 3, END.plusSeconds(30), keys, middleKeys));
    var leaf = pem(make("CN=Middle", "CN=CA", 4, END.plusSeconds(90), middleKeys, namedKeys()));

    var facts = PemParser.facts(root + leaf + middle, PemContent.LEAF_WITH_CHAIN).orElseThrow();
    var bundle = PemParser.facts(other + root, PemContent.TRUST_ANCHORS).orElseThrow();

    assertThat(facts.x509().serial()).isEqualTo("4");
    assertThat(facts.notAfter()).isEqualTo(END.plusSeconds(30));
    assertThat(facts.x509().pemCertificates())
        .extracting(one -> one.serial() + " " + one.decides())
        .containsExactly("4 false", "1 false", "3 true");
    assertThat(bundle.notAfter()).isEqualTo(END);
    assertThat(bundle.x509().serial()).isEqualTo("1");
  }

  @Test
  void chainIsRead_whenOnlyItsRootIsRefused() {
    var keys = explicitKeys();
    var root = pem(selfSigned("CN=Root", 1, END, keys));
    var leaf = pem(make("CN=Root", "CN=Leaf", 2, END.plusSeconds(90), keys, namedKeys()));

    var facts = PemParser.facts(root + leaf, PemContent.LEAF_WITH_CHAIN).orElseThrow();

    assertThat(facts.x509().serial()).isEqualTo("2");
    assertThat(facts.notAfter()).isEqualTo(END.plusSeconds(90));
  }

  @Test
  void unreadable_whenTheEncodingEndsEarly() {
    var der = selfSigned("CN=CA", 1, END, explicitKeys());

    for (int length = 0; length < der.length; length += 7) {
      assertThat(PemParser.facts(pem(Arrays.copyOf(der, length)), PemContent.TRUST_ANCHORS))
          .as("%d bytes", length)
          .isEmpty();
    }
  }

  /** Loads the classes of this program again, without Bouncy Castle. */
  private static final class LoaderWithoutBouncyCastle extends URLClassLoader {
    LoaderWithoutBouncyCastle() {
      super(
          new URL[] {PemCache.class.getProtectionDomain().getCodeSource().getLocation()},
          ClassLoader.getPlatformClassLoader());
    }

    private Optional<?> read(String pem) throws ReflectiveOperationException {
      var type = loadClass(PemCache.class.getName());
      var cache = type.getConstructor().newInstance();
      return (Optional<?>) type.getMethod("of", String.class).invoke(cache, pem);
    }
  }

  @Test
  void bouncyCastleIsLoaded_onlyForACertificateThatTheJdkRefuses() throws Exception {
    var root = IssuedCertificate.root("Root", END);
    var chain = root.issue("a.example", END).pem() + root.pem();
    var refused = pem(selfSigned("CN=CA", 1, END, explicitKeys()));

    try (var loader = new LoaderWithoutBouncyCastle()) {
      assertThat(loader.read(chain)).isPresent();
      assertThat(loader.read(pem("TRUSTED CERTIFICATE", trusted(usual())))).isPresent();
      assertThatThrownBy(() -> loader.read(chain + refused))
          .isInstanceOf(InvocationTargetException.class)
          .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }
  }

  private static byte[] usual() throws Exception {
    return X509TestCertificates.make("CN=CA", "1").getEncoded();
  }
}
