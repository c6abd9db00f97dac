package io.certvigil.cloudflare.fields;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * Reads with Bouncy Castle the certificates that the JDK refuses, such as those with explicit
 * parameters of an elliptic curve or with an empty issuer. It is a class of its own, so that Bouncy
 * Castle is loaded only when there is such a certificate.
 */
final class BouncyCastleCertificates {
  private BouncyCastleCertificates() {}

  /** Reads the certificate at the beginning of these bytes. */
  static PemBlock read(byte[] bytes) throws IOException, GeneralSecurityException {
    var in = new ByteArrayInputStream(bytes);
    var whole = sequence(in);
    var holder = holder(whole);
    var der = Arrays.copyOf(bytes, bytes.length - in.available());
    return new PemBlock(
        new X500Principal(holder.getSubject().getEncoded()),
        new X500Principal(issuer(whole).toASN1Primitive().getEncoded()),
        holder.getNotBefore().toInstant(),
        holder.getNotAfter().toInstant(),
        holder.getSerialNumber(),
        hosts(holder),
        der,
        PemParser.sha256(der),
        null);
  }

  /** As {@link PemBlock#signed}. */
  static boolean signed(byte[] issuer, byte[] issued) {
    try {
      var verifier =
          new JcaContentVerifierProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(holder(sequence(new ByteArrayInputStream(issuer))));
      return holder(sequence(new ByteArrayInputStream(issued))).isSignatureValid(verifier);
    } catch (CertException _) {
      return false; // the key is of another type than the signature
    } catch (IOException
        | OperatorCreationException
        | GeneralSecurityException
        | RuntimeException _) {
      return true;
    }
  }

  private static ASN1Sequence sequence(ByteArrayInputStream in) throws IOException {
    try (var objects = new ASN1InputStream(in)) {
      return ASN1Sequence.getInstance(objects.readObject());
    }
  }

  /** Bouncy Castle refuses an empty issuer too, so then the subject stands in for it. */
  private static X509CertificateHolder holder(ASN1Sequence whole) {
    if (ASN1Sequence.getInstance(issuer(whole)).size() > 0) {
      return new X509CertificateHolder(Certificate.getInstance(whole));
    }
    var parts = whole.toArray();
    var fields = ASN1Sequence.getInstance(parts[0]).toArray();
    int issuer = issuerPosition(fields);
    fields[issuer] = fields[issuer + 2];
    parts[0] = new DERSequence(fields);
    return new X509CertificateHolder(Certificate.getInstance(new DERSequence(parts)));
  }

  private static ASN1Encodable issuer(ASN1Sequence whole) {
    var fields = ASN1Sequence.getInstance(whole.getObjectAt(0)).toArray();
    return fields[issuerPosition(fields)];
  }

  /** Behind the version, which may be missing, the serial number and the algorithm. */
  private static int issuerPosition(ASN1Encodable[] fields) {
    return fields[0] instanceof ASN1TaggedObject ? 3 : 2;
  }

  private static List<String> hosts(X509CertificateHolder holder) {
    var names =
        GeneralNames.fromExtensions(holder.getExtensions(), Extension.subjectAlternativeName);
    return names == null
        ? List.of()
        : Arrays.stream(names.getNames())
            .flatMap(BouncyCastleCertificates::host)
            .map(FieldText::clean)
            .distinct()
            .limit(PemParser.MAX_HOSTS)
            .toList();
  }

  private static Stream<String> host(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> Stream.of(name.getName().toString());
      case GeneralName.iPAddress -> address(ASN1OctetString.getInstance(name.getName()));
      default -> Stream.of();
    };
  }

  private static Stream<String> address(ASN1OctetString bytes) {
    try {
      return Stream.of(InetAddress.getByAddress(bytes.getOctets()).getHostAddress());
    } catch (UnknownHostException _) {
      return Stream.of(); // not the length of an address
    }
  }
}
