package io.certvigil.cli.clientcert;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** The types of keys that can be created. */
public enum KeyType {
  EC_P256("ec-p256"),
  RSA_2048("rsa-2048"),
  RSA_4096("rsa-4096");

  private final String word;

  KeyType(String word) {
    this.word = word;
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
      return switch (this) {
        case EC_P256 -> ec();
        case RSA_2048 -> rsa(2048);
        case RSA_4096 -> rsa(4096);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot create a key of type " + word, e);
    }
  }

  private static KeyPair ec() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  @Override
  public String toString() {
    return word;
  }
}
