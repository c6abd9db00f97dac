package io.certvigil.demo.simulator;

import io.certvigil.model.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.operator.ContentSigner;

/**
 * Encodes the X.509 certificate of a {@link SimulatedCertificate}. The bytes are the same every
 * time, so only the most recent certificates are cached. Uses Ed25519, because it is fast and needs
 * no random numbers. All certificates share one key.
 */
final class CertificateEncoder {
  private static final int CACHE_SIZE = 120_000;
  private static final int LAST_UTC_YEAR = 2049;
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final AlgorithmIdentifier ED25519 =
      new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
  private static final X500Name MANAGED_CA =
      new X500Name("CN=Managed CA,OU=www.cloudflare.com,O=Cloudflare\\, Inc.,C=US");

  private final Ed25519PrivateKeyParameters key;
  private final SubjectPublicKeyInfo publicKey;
  private final Map<BigInteger, EncodedCertificate> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BigInteger, EncodedCertificate> eldest) {
          return size() > CACHE_SIZE;
        }
      };

  CertificateEncoder(long seed) {
    this.key = new Ed25519PrivateKeyParameters(MessageDigests.sha256("key of " + seed), 0);
    var bytes = key.generatePublicKey().getEncoded();
    this.publicKey = new SubjectPublicKeyInfo(ED25519, bytes);
  }

  EncodedCertificate encode(SimulatedCertificate certificate) {
    return encode(certificate, publicKey, "");
  }

  /** Encodes the certificate with this public key instead of the shared one. */
  EncodedCertificate encode(SimulatedCertificate certificate, SubjectPublicKeyInfo key) {
    return encode(certificate, key, HexFormat.of().formatHex(key.getPublicKeyData().getBytes()));
  }

  private EncodedCertificate encode(
      SimulatedCertificate certificate, SubjectPublicKeyInfo subjectKey, String which) {
    var what =
        certificate.id()
            + certificate.notBefore()
            + certificate.notAfter()
            + certificate.name()
            + certificate.hosts()
            + which;
    var serial = serial(what);
    synchronized (cache) {
      var known = cache.get(serial);
      if (known != null) {
        return known;
      }
    }
    var identifier = identifier(subjectKey);
    var der = encode(certificate, serial, subjectKey, identifier);
    var encoded = new EncodedCertificate(serial, identifier.getKeyIdentifier(), der);
    synchronized (cache) {
      cache.put(serial, encoded);
    }
    return encoded;
  }

  private static BigInteger serial(String what) {
    return new BigInteger(1, Arrays.copyOf(MessageDigests.sha256(what), 20))
        .clearBit(159)
        .setBit(158);
  }

  private static SubjectKeyIdentifier identifier(SubjectPublicKeyInfo key) {
    var bytes = key.getPublicKeyData().getBytes();
    return new SubjectKeyIdentifier(Arrays.copyOf(MessageDigests.sha256(bytes), 20));
  }

  private byte[] encode(
      SimulatedCertificate certificate,
      BigInteger serial,
      SubjectPublicKeyInfo subjectKey,
      SubjectKeyIdentifier ski) {
    var root = certificate.source() != Source.CLIENT_CERTIFICATES;
    var subject = subject(certificate);
    var builder =
        new X509v3CertificateBuilder(
            root ? subject : MANAGED_CA,
            serial,
            time(certificate.notBefore()),
            time(certificate.notAfter()),
            subject,
            subjectKey);
    try {
      builder.addExtension(Extension.subjectKeyIdentifier, false, ski);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(root));
      if (!certificate.hosts().isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, hosts(certificate));
      }
      return builder.build(new Signer()).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("certificate " + certificate.id(), e);
    }
  }

  /** Adds the values as DER strings: in a name as text, a backslash would be an escape. */
  private static X500Name subject(SimulatedCertificate certificate) {
    var gateway = certificate.source() == Source.GATEWAY_CERTIFICATES;
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.C, "US")
        .addRDN(BCStyle.O, new DERUTF8String(gateway ? certificate.name() : ApiJson.ORGANIZATION))
        .addRDN(BCStyle.CN, new DERUTF8String(certificate.name()))
        .build();
  }

  private static GeneralNames hosts(SimulatedCertificate certificate) {
    return new GeneralNames(
        certificate.hosts().stream()
            .map(host -> new GeneralName(GeneralName.dNSName, host))
            .toArray(GeneralName[]::new));
  }

  private static Time time(Instant at) {
    return at.atOffset(ZoneOffset.UTC).getYear() > LAST_UTC_YEAR
        ? new Time(new ASN1GeneralizedTime(GENERALIZED.format(at)))
        : new Time(new ASN1UTCTime(UTC.format(at)));
  }

  private final class Signer implements ContentSigner {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return ED25519;
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      var signer = new Ed25519Signer();
      signer.init(true, key);
      signer.update(content.toByteArray(), 0, content.size());
      return signer.generateSignature();
    }
  }
}
