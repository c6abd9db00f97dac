package io.certvigil.cloudflare.clientcert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningRequestTest {
  private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----\n";
  private static final String END = "-----END CERTIFICATE REQUEST-----\n";

  private static KeyPair keys(String algorithm, int size) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static String ec() throws Exception {
    return SigningRequest.create(keys("EC", 256), "device-17.example.com").pem();
  }

  private static String changed(String pem, int at) {
    var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
    der[der.length - at] ^= 1;
    return BEGIN + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n" + END;
  }

  @ParameterizedTest
  @CsvSource({"EC,256", "EC,384", "RSA,2048"})
  void createdRequest_isValid(String algorithm, int size) throws Exception {
    var keys = keys(algorithm, size);

    var read = SigningRequest.of(SigningRequest.create(keys, "device, 17").pem());

    assertThat(read.subject()).isEqualTo("CN=device\\, 17");
    assertThat(read.publicKey()).isEqualTo(keys.getPublic().getEncoded());
    assertThat(read.hasNewKey()).isFalse();
  }

  @Test
  void textAroundThePem_isRemoved() throws Exception {
    var plain = ec();

    assertThat(SigningRequest.of("Subject: CN=x\r\n" + plain.replace("\n", "\r\n")).pem())
        .isEqualTo(plain);
    assertThat(SigningRequest.of(plain.replace("\n", "\\n")).pem()).isEqualTo(plain);
    assertThat(SigningRequest.of(plain.replace("CERTIFICATE R", "NEW CERTIFICATE R")).pem())
        .isEqualTo(plain);
  }

  @Test
  void forgedSignature_isRefused() throws Exception {
    var forged = changed(ec(), 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningRequest.of(forged))
        .withMessageStartingWith("is not signed by its own key");
  }

  @Test
  void weakKey_isRefused() throws Exception {
    var weak = SigningRequest.create(keys("RSA", 1024), "x").pem();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningRequest.of(weak))
        .withMessage("is for an RSA key of 1024 bits; at least 2048 are required");
  }

  @Test
  void privateKey_isRefusedAndNotQuoted() throws Exception {
    var secret = Base64.getEncoder().encodeToString(keys("EC", 256).getPrivate().getEncoded());
    var both = ec() + "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningRequest.of(both))
        .withMessage("contains a private key, which must not be sent; give only the request");
  }

  @Test
  void two_areRefused() throws Exception {
    var two = ec() + ec();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningRequest.of(two))
        .withMessage("contains 2 requests; give exactly one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|contains no PEM block of type CERTIFICATE REQUEST",
        "hello|contains no PEM block of type CERTIFICATE REQUEST",
        "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----|contains a CERTIFICATE, not a",
        "-----BEGIN CERTIFICATE REQUEST-----AAAA-----END CERTIFICATE REQUEST-----|is not a"
            + " complete",
        "-----BEGIN CERTIFICATE REQUEST-----A-----END CERTIFICATE REQUEST-----|is not a complete"
            + " PEM",
        "-----BEGIN CERTIFICATE REQUEST-----AAAA|contains no PEM"
      })
  void invalidText_isRefused(String text, String says) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningRequest.of(text))
        .withMessageStartingWith(says);
  }

  @Test
  void tooLongText_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningRequest.of("x".repeat(SigningRequest.MAX_LENGTH + 1)))
        .withMessage("is longer than 65536 characters");
  }
}
