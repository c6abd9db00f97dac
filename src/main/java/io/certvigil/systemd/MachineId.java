package io.certvigil.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The id of this machine, hashed for this application, because the id itself is confidential.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/machine-id.html">machine-id(5)</a>
 */
public final class MachineId {
  private static final Path FILE = Path.of("/etc/machine-id");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final String ALGORITHM = "HmacSHA256";
  private static final String APPLICATION = "io.certvigil";
  private static final int BYTES = 16;

  private MachineId() {}

  /** 32 hexadecimal digits; empty in most containers, and until a first boot is complete. */
  public static Optional<String> hashed() {
    return hashed(FILE);
  }

  static Optional<String> hashed(Path file) {
    try {
      var text = Files.readString(file, UTF_8).strip();
      return ID.matcher(text).matches() ? Optional.of(hash(text)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a machine without an id is nothing to report
    }
  }

  private static String hash(String id) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(id.getBytes(UTF_8), ALGORITHM));
      return HexFormat.of()
          .formatHex(Arrays.copyOf(mac.doFinal(APPLICATION.getBytes(UTF_8)), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing in this JDK", e);
    }
  }
}
