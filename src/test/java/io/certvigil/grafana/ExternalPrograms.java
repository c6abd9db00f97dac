package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.app.CommandResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** External programs. If one is missing, a test is skipped, and fails in CI. */
final class ExternalPrograms {
  static final String PROMTOOL = "promtool";
  static final String PROMETHEUS = "prometheus";
  static final String NODE = "node";

  private ExternalPrograms() {}

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

  /** Runs a program; both streams are in its output. */
  static CommandResult run(Path folder, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    return CommandResult.of(builder.redirectErrorStream(true), "");
  }
}
