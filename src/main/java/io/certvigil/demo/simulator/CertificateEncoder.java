package io.certvigil.demo.simulator;

import io.certvigil.model.Source;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentSignerBuilder;
import org.bouncycastle.operator.bc.BcEdECContentSignerBuilder;

/**
 * Encodes the X.509 certificate of a {@link SimulatedCertificate}. The bytes are the same every
 * time, so only the most recent certificates are cached. Uses Ed25519, because it is fast and needs
 * no random numbers. All certificates share one key.
 */
final class CertificateEncoder {
  private static final int CACHE_SIZE = 120_000;
  private static final AlgorithmIdentifier ED25519 =
      new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
  private static final BcContentSignerBuilder SIGNERS = new BcEdECContentSignerBuilder(ED25519);
  private static final X500Name MANAGED_CA =
      new X500Name("CN=Managed CA,OU=www.cloudflare.com,O=Cloudflare\\, Inc.,C=US");

  private final Ed25519PrivateKeyParameters key;
  private final SubjectPublicKeyInfo publicKey;
  private final Map<BigInteger, EncodedCertificate> cache =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<BigInteger, EncodedCertificate> eldest) {
              return size() > CACHE_SIZE;
            }
          });

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
    var known = cache.get(serial);
    if (known != null) {
      return known;
    }
    var identifier = identifier(subjectKey);
    var der = encode(certificate, serial, subjectKey, identifier);
    var encoded = new EncodedCertificate(serial, identifier.getKeyIdentifier(), der);
    cache.put(serial, encoded);
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
            Date.from(certificate.notBefore()),
            Date.from(certificate.notAfter()),
            subject,
            subjectKey);
    try {
      builder.addExtension(Extension.subjectKeyIdentifier, false, ski);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(root));
      if (!certificate.hosts().isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, hosts(certificate));
      }
      return builder.build(SIGNERS.build(key)).getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot encode certificate " + certificate.id(), e);
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
}
