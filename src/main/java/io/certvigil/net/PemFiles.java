package io.certvigil.net;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Reads certificates and private keys from PEM files: RSA, EC and other keys, PKCS#8 or
 * traditional.
 */
public final class PemFiles {
  private static final int MAX_BYTES = 1024 * 1024;

  private PemFiles() {}

  /**
   * A file cannot be used. The message names the file and says what to do; it contains no content
   * of it.
   */
  public static final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param what completes the sentence that begins with the name of the file
     */
    public PemException(Path file, String what) {
      super(file + " " + what);
    }
  }

  /**
   * All certificates of a file, in its order; at least one.
   *
   * @throws PemException if the file cannot be read, or contains no valid certificate
   */
  public static List<X509Certificate> certificates(Path file) throws PemException {
    var found = new ArrayList<X509Certificate>();
    try {
      var converter = new JcaX509CertificateConverter();
      for (var object : objects(file)) {
        if (object instanceof X509CertificateHolder holder) {
          found.add(converter.getCertificate(holder));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new PemException(
          file,
          "contains a certificate that Java cannot parse: replace it with a valid X.509"
              + " certificate");
    }
    if (found.isEmpty()) {
      throw new PemException(
          file, "contains no certificate: PEM text with BEGIN CERTIFICATE is required");
    }
    return List.copyOf(found);
  }

  /**
   * The first private key of a file.
   *
   * @throws PemException if the file cannot be read, or contains no usable key
   */
  public static PrivateKey key(Path file) throws PemException {
    for (var object : objects(file)) {
      switch (object) {
        case PrivateKeyInfo info -> {
          return key(file, info);
        }
        case PEMKeyPair pair -> {
          return key(file, pair.getPrivateKeyInfo());
        }
        case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
            throw new PemException(
                file,
                "is encrypted: store the key without a passphrase, readable only by the daemon's"
                    + " user");
        default -> {} // such as EC parameters
      }
    }
    throw new PemException(
        file, "contains no private key: PEM text with BEGIN PRIVATE KEY is required");
  }

  private static PrivateKey key(Path file, PrivateKeyInfo info) throws PemException {
    try {
      // By its default name for EC keys, the JDK does not know them.
      return new JcaPEMKeyConverter()
          .setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC")
          .getPrivateKey(info);
    } catch (PEMException e) {
      throw new PemException(
          file, "contains a key of a type that Java does not support: use RSA or EC");
    }
  }

  /**
   * Whether the private key belongs to the public key of the certificate.
   *
   * @throws GeneralSecurityException if Java does not support the kind of key
   */
  public static boolean match(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    var said = "certvigil".getBytes(StandardCharsets.UTF_8);
    var signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(said);
    var signature = signing.sign();
    try {
      var checking = Signature.getInstance(algorithm);
      checking.initVerify(certified);
      checking.update(said);
      return checking.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      return false; // another key size or curve
    }
  }

  private static List<Object> objects(Path file) throws PemException {
    var objects = new ArrayList<>();
    try (var parser = new PEMParser(new StringReader(text(file)))) {
      for (var one = parser.readObject(); one != null; one = parser.readObject()) {
        objects.add(one);
      }
      return objects;
    } catch (IOException e) {
      throw new PemException(file, "is not valid PEM text: write the file again");
    }
  }

  private static String text(Path file) throws PemException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new PemException(file, "is larger than 1 MiB");
      }
      return new String(bytes, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      throw new PemException(file, "does not exist");
    } catch (AccessDeniedException e) {
      var user = System.getProperty("user.name");
      throw new PemException(
          file,
          "is not readable by user " + user + " (permission denied): change its group or mode");
    } catch (IOException e) {
      throw new PemException(
          file,
          Files.isDirectory(file)
              ? "is a directory: name a file"
              : "cannot be read: " + e.getMessage());
    }
  }
}
