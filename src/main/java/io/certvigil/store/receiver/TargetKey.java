package io.certvigil.store.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.Key;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.Session;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes what identifies a receiver with a key of this database, so that a hash that is seen
 * elsewhere cannot be guessed back, as that of an e-mail address could.
 */
public final class TargetKey {
  private static final String NAME = "target key";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;
  private static final int DIGITS = 26;

  private final byte[] key;

  private TargetKey(byte[] key) {
    this.key = key.clone();
  }

  /** The key of this database, which is created if it has none. */
  public static TargetKey of(Session session) {
    var stored = MetaTable.textOrNew(session, NAME, () -> HexFormat.of().formatHex(random()));
    return new TargetKey(HexFormat.of().parseHex(stored));
  }

  private static byte[] random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** The same for the same receiver; it says nothing about it. */
  public String hash(ChannelTarget target) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (var part : target.receiver()) {
        var bytes = part.reveal().getBytes(UTF_8);
        mac.update((bytes.length + ":").getBytes(UTF_8));
        mac.update(bytes);
      }
      return Key.base32(mac.doFinal(), DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing in this JDK", e);
    }
  }
}
