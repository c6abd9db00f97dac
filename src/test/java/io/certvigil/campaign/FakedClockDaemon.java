package io.certvigil.campaign;

import io.certvigil.app.DaemonProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** Sets the wall clock of one daemon process while it runs; its monotonic clock is not changed. */
final class FakedClockDaemon {
  private final Path file;

  /** Applies to every later start of the daemon. */
  FakedClockDaemon(Path folder, DaemonProcess daemon) throws IOException {
    file = folder.resolve("faketime");
    set(Duration.ZERO);
    daemon.setEnvironment("LD_PRELOAD", library().toString());
    daemon.setEnvironment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    daemon.setEnvironment(
        "FAKETIME_CACHE_DURATION", "1"); // otherwise each clock reading reads the file
    daemon.setEnvironment("FAKETIME_TIMESTAMP_FILE", file.toString());
    daemon.setEnvironment("NO_FAKE_STAT", "1");
  }

  private static Path library() {
    var found =
        Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu", ".")
            .map(place -> Path.of("/usr/lib", place, "faketime/libfaketimeMT.so.1").normalize())
            .filter(Files::exists)
            .findFirst();
    Campaign.require(found.isPresent(), "libfaketime, of Debian's package of that name");
    return found.orElseThrow();
  }

  /** Sets the clock this far ahead of the real time; takes effect within a second. */
  void set(Duration ahead) throws IOException {
    var next = file.resolveSibling("faketime.next");
    Files.writeString(next, "%+d\n".formatted(ahead.toSeconds()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
