package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** External programs. If one is missing, a test is skipped, and fails in CI. */
final class ExternalPrograms {
  static final String PROMTOOL = "promtool";
  static final String PROMETHEUS = "prometheus";
  static final String NODE = "node";

  private ExternalPrograms() {}

  /** Exit code and output of a program; both streams in one. */
  record Outcome(int exit, String output) {}

  static void needed(String program) {
    needed(
        Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
        program + " is not installed (.ci/run names its Debian package)");
  }

  static void needed(boolean there, String reason) {
    assertThat(there || System.getenv("CI") == null).as("in CI: " + reason).isTrue();
    assumeTrue(there, reason);
  }

  static Outcome run(Path folder, String... command) throws IOException, InterruptedException {
    var log = Files.createTempFile("certvigil", ".log");
    try {
      var process =
          new ProcessBuilder(List.of(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var ended = process.waitFor(5, TimeUnit.MINUTES);
      process.destroyForcibly();
      return new Outcome(ended ? process.exitValue() : -1, Files.readString(log));
    } finally {
      Files.delete(log);
    }
  }
}
