package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the complete metrics page of a daemon that has read everything. */
@Tag("promtool")
class MetricsPageIT {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  // The contract has days beside the seconds, because people use them. promtool accepts only
  // seconds.
  private static final String KNOWN =
      "certvigil_certificate_days_to_expiry use base unit \"seconds\" instead of \"days\"";

  @TempDir Path folder;

  @Test
  void promtool_findsNoOtherProblem() throws Exception {
    var there = Files.isExecutable(PROMTOOL);
    assertThat(there || System.getenv("CI") == null).as("promtool in CI").isTrue();
    assumeTrue(there, "promtool is not installed (Debian package prometheus)");

    try (var site = new DaemonEnvironment(folder)) {
      site.startAndSweep();
      var output = check(site.daemon.get("metrics"));

      assertThat(output.lines().filter(line -> !line.equals(KNOWN))).isEmpty();
    }
  }

  private static String check(String page) throws Exception {
    var promtool = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics");
    return CommandResult.of(promtool.redirectErrorStream(true), page).out();
  }
}
