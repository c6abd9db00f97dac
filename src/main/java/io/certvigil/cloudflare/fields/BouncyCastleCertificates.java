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
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
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
    var holder = holder(in);
    var der = Arrays.copyOf(bytes, bytes.length - in.available());
    return new PemBlock(
        new X500Principal(holder.getSubject().getEncoded()),
        new X500Principal(holder.getIssuer().getEncoded()),
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
              .build(holder(new ByteArrayInputStream(issuer)));
      return holder(new ByteArrayInputStream(issued)).isSignatureValid(verifier);
    } catch (CertException _) {
      return false; // the key is of another type than the signature
    } catch (IOException
        | OperatorCreationException
        | GeneralSecurityException
        | RuntimeException _) {
      return true;
    }
  }

  private static X509CertificateHolder holder(ByteArrayInputStream in) throws IOException {
    try (var objects = new ASN1InputStream(in)) {
      return new X509CertificateHolder(Certificate.getInstance(objects.readObject()));
    }
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
