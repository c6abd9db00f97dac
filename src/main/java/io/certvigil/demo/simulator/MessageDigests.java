package io.certvigil.demo.simulator;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.jcajce.provider.digest.MD5;
import org.bouncycastle.jcajce.provider.digest.SHA256;

/** Message digests. */
public final class MessageDigests {
  private MessageDigests() {}

  public static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    return new SHA256.Digest().digest(bytes);
  }

  static byte[] md5(byte[] bytes) {
    return new MD5.Digest().digest(bytes);
  }
}
