package io.certvigil.web.server;

import io.certvigil.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Checks names and passwords. An unknown name costs as much time as a wrong password, so that
 * response times do not reveal which names exist. Verified passwords are cached as HMACs, since a
 * scrape every few seconds must not cost a bcrypt computation each.
 */
final class Users {
  private static final int MAX_VERIFIED = 100;
  private static final int COST_OFFSET = "$2b$".length();

  private final Map<String, Secret> hashes;
  private final BiPredicate<String, byte[]> matches;
  private final String decoy;
  private final SecretKeySpec key = key();
  private final Set<String> verified = new LinkedHashSet<>();

  /** The result of a password check. */
  enum PasswordResult {
    RIGHT,
    WRONG,
    /** Not checked, because too many others wait; the client may retry. */
    BUSY
  }

  /**
   * @param hashes bcrypt hashes by user name
   */
  Users(Map<String, Secret> hashes) {
    this(hashes, OpenBSDBCrypt::checkPassword);
  }

  /**
   * @param matches whether a hash belongs to a password
   */
  Users(Map<String, Secret> hashes, BiPredicate<String, byte[]> matches) {
    this.hashes = Map.copyOf(hashes);
    this.matches = matches;
    var cost =
        hashes.values().stream()
            .map(hash -> hash.reveal().substring(COST_OFFSET, COST_OFFSET + 2))
            .max(String::compareTo)
            .orElse("10");
    decoy = "$2b$" + cost + "$" + ".".repeat(22) + ".".repeat(31);
  }

  private static SecretKeySpec key() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  /** Whether no user is configured, so that no password is required. */
  boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** Whether these were checked before and are right. Takes no time. */
  boolean isVerified(String name, String password) {
    var known = hashes.get(name);
    return known != null && isVerified(fingerprint(known.reveal(), name, password));
  }

  /** Checks them; takes a large part of a second unless they are verified. */
  PasswordResult check(String name, String password) {
    var known = hashes.get(name);
    var hash = known == null ? decoy : known.reveal();
    var print = fingerprint(hash, name, password);
    if (known != null && isVerified(print)) {
      return PasswordResult.RIGHT;
    }
    boolean fits = matches.test(hash, password.getBytes(StandardCharsets.UTF_8));
    if (!fits || known == null) {
      return PasswordResult.WRONG;
    }
    addVerified(print);
    return PasswordResult.RIGHT;
  }

  private synchronized boolean isVerified(String print) {
    return verified.contains(print);
  }

  private synchronized void addVerified(String print) {
    if (verified.size() >= MAX_VERIFIED) {
      verified.remove(verified.iterator().next());
    }
    verified.add(print);
  }

  /** An HMAC with a random key, so that the passwords themselves are not kept in memory. */
  private String fingerprint(String hash, String name, String password) {
    var text = hash + "\0" + name + "\0" + password;
    try {
      var mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + key.getAlgorithm(), e);
    }
  }
}
