package io.certvigil.demo.simulator;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** A certificate signing request from a client. */
record Csr(PKCS10CertificationRequest request) {
  /** Empty if the text is not the PEM of a CSR, or if the CSR is not signed with its own key. */
  static Optional<Csr> of(String pem) {
    try (var parser = new PEMParser(new StringReader(pem))) {
      return parser.readObject() instanceof PKCS10CertificationRequest request
          ? Optional.of(new Csr(request)).filter(Csr::isSigned)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean isSigned() {
    try {
      var verifier = new JcaContentVerifierProviderBuilder().build(publicKey());
      return request.isSignatureValid(verifier);
    } catch (OperatorCreationException | PKCSException e) {
      return false;
    }
  }

  SubjectPublicKeyInfo publicKey() {
    return request.getSubjectPublicKeyInfo();
  }

  /** The common name; {@code Cloudflare} if the CSR has none, as in the real API. */
  String commonName() {
    var names = request.getSubject().getRDNs(BCStyle.CN);
    return names.length == 0
        ? "Cloudflare"
        : IETFUtils.valueToString(names[0].getFirst().getValue());
  }
}
