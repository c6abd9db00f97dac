package io.certvigil.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Detects whether the systemd journal reads standard error, as systemd.exec(5) describes. */
final class Journal {
  /** The prefix of a line with priority error. */
  static final String ERROR = "<3>";

  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private Journal() {}

  static boolean reads(Map<String, String> environment) {
    return reads(environment.getOrDefault("JOURNAL_STREAM", ""), STDERR);
  }

  /** Processes with redirected output inherit the variable, so the stream itself is compared. */
  static boolean reads(String stream, Path stderr) {
    if (stream.isEmpty()) {
      return false;
    }
    try {
      var file = Files.readAttributes(stderr, "unix:dev,ino");
      return stream.equals(file.get("dev") + ":" + file.get("ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
