package io.certvigil.cloudflare.clientcert;

import io.certvigil.cloudflare.fields.PemParser;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A certificate signing request (PKCS #10) that was validated and can be sent. */
public final class SigningRequest {
  /** The maximum length of the PEM text, in characters. */
  public static final int MAX_LENGTH = 65_536;

  private static final int MIN_RSA_BITS = 2048;
  private static final String KIND = "CERTIFICATE REQUEST";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private final PKCS10CertificationRequest request;
  private final byte[] der;
  private final boolean hasNewKey;

  private SigningRequest(byte[] der, boolean hasNewKey) {
    this.request = parsed(der);
    this.der = der.clone();
    this.hasNewKey = hasNewKey;
  }

  /**
   * Reads the request from this PEM text, with any line breaks and any text around it.
   *
   * @throws IllegalArgumentException if the request is invalid or not accepted. The message says
   *     why, as a sentence whose subject is the text, and quotes nothing of the text
   */
  public static SigningRequest of(String pem) {
    var found = new SigningRequest(der(pem), false);
    found.checkSignature();
    found.checkKey();
    return found;
  }

  /**
   * Creates a request for this EC or RSA key pair, with a common name as the only part of the
   * subject.
   */
  public static SigningRequest create(KeyPair keys, String commonName) {
    var subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.CN, new DERUTF8String(commonName))
            .build();
    var signature = "SHA256with" + (keys.getPublic() instanceof RSAPublicKey ? "RSA" : "ECDSA");
    try {
      var signer = new JcaContentSignerBuilder(signature).build(keys.getPrivate());
      var request =
          new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic()).build(signer);
      return new SigningRequest(request.getEncoded(), true);
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("signing with a newly generated key failed", e);
    }
  }

  private static byte[] der(String pem) {
    if (pem.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
    }
    var requests = new ArrayList<String>();
    BLOCK
        .matcher(pem)
        .results()
        .forEach(
            block -> {
              checkKind(block.group(1));
              requests.add(block.group(2));
            });
    if (requests.size() != 1) {
      throw new IllegalArgumentException(
          requests.isEmpty()
              ? "contains no PEM block of type " + KIND
              : "contains " + requests.size() + " requests; give exactly one");
    }
    return decoded(requests.getFirst());
  }

  private static void checkKind(String kind) {
    if (kind.endsWith("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "contains a private key, which must not be sent; give only the request");
    }
    if (!kind.equals(KIND) && !kind.equals("NEW " + KIND)) {
      throw new IllegalArgumentException("contains a " + kind + ", not a " + KIND);
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return PemParser.decoded(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a complete PEM: its base64 cannot be decoded", e);
    }
  }

  private static PKCS10CertificationRequest parsed(byte[] der) {
    try {
      return new PKCS10CertificationRequest(der);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("is not a complete PKCS #10 request", e);
    }
  }

  private void checkSignature() {
    try {
      var verifier =
          new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo());
      if (request.isSignatureValid(verifier)) {
        return;
      }
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      throw new IllegalArgumentException(
          "has a signature that cannot be verified; create the request with an EC or RSA key", e);
    }
    throw new IllegalArgumentException(
        "is not signed by its own key: it was changed after it was created; create it again");
  }

  private void checkKey() {
    try {
      if (new JcaPKCS10CertificationRequest(request).getPublicKey() instanceof RSAPublicKey key
          && key.getModulus().bitLength() < MIN_RSA_BITS) {
        throw new IllegalArgumentException(
            "is for an RSA key of "
                + key.getModulus().bitLength()
                + " bits; at least "
                + MIN_RSA_BITS
                + " are required");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is for a key that cannot be read", e);
    }
  }

  /** The request as it is sent: only the PEM block, with real line breaks. */
  public String pem() {
    return "-----BEGIN "
        + KIND
        + "-----\n"
        + PemParser.base64Lines(der)
        + "-----END "
        + KIND
        + "-----\n";
  }

  /** The subject, such as {@code CN=device-17,O=Acme}; may be empty. */
  public String subject() {
    return request.getSubject().toString();
  }

  /**
   * True if its key was generated for this request, so that no certificate with this key can exist
   * yet.
   */
  boolean hasNewKey() {
    return hasNewKey;
  }

  /** True if this is its public key, as DER of a SubjectPublicKeyInfo. */
  boolean isFor(byte[] publicKey) {
    return Arrays.equals(publicKey(), publicKey);
  }

  /** Its public key, as DER of a SubjectPublicKeyInfo. */
  byte[] publicKey() {
    try {
      return request.getSubjectPublicKeyInfo().getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("encoding a key that was decoded before failed", e);
    }
  }
}
