package io.certvigil.cli.clientcert;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** The types of keys that can be created. */
public enum KeyType {
  EC_P256("ec-p256", "EC", 256),
  RSA_2048("rsa-2048", "RSA", 2048),
  RSA_4096("rsa-4096", "RSA", 4096);

  private final String word;
  private final String algorithm;
  private final int bits;

  KeyType(String word, String algorithm, int bits) {
    this.word = word;
    this.algorithm = algorithm;
    this.bits = bits;
  }

  public static KeyType of(String word) {
    var words = Arrays.stream(values()).map(KeyType::toString).collect(Collectors.joining(", "));
    return Arrays.stream(values())
        .filter(type -> type.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("must be one of " + words));
  }

  KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot create a key of type " + word, e);
    }
  }

  @Override
  public String toString() {
    return word;
  }
}
