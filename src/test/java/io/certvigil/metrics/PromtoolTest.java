package io.certvigil.metrics;

import static io.certvigil.metrics.MetricsScopes.CLIENTS;
import static io.certvigil.metrics.MetricsScopes.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the page with Prometheus' own checker. */
@Tag("promtool")
class PromtoolTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  // The contract has days besides seconds because users ask for them. promtool accepts only
  // seconds.
  private static final String KNOWN =
      "certvigil_certificate_days_to_expiry use base unit \"seconds\" instead of \"days\"";

  @BeforeEach
  void promtool_isInstalled() {
    var there = Files.isExecutable(PROMTOOL);
    assertThat(there || System.getenv("CI") == null).as("promtool in CI").isTrue();
    assumeTrue(there, "promtool is not installed (Debian package prometheus)");
  }

  @Test
  void promtool_findsNoProblem_whenNothingWasRead() throws Exception {
    assertThat(check(MetricsPages.page(MetricsSettings.DEFAULTS))).isEmpty();
  }

  @Test
  void promtool_findsNoOtherProblem_whenAllCertificatesAreShown() throws Exception {
    var page = MetricsPages.page(MetricsPages.ALL);
    page.update(MetricsScopes.read(CLIENTS, certificate("c1", Duration.ofDays(3))));

    assertThat(check(page)).isEmpty();
  }

  @Test
  void promtool_findsNoOtherProblem_whenNamesAreHostile() throws Exception {
    var page = MetricsPages.page(MetricsPages.ALL);
    new HostileScopes(HostileScopes.seed()).scopes(50).forEach(page::update);

    assertThat(check(page)).isEmpty();
  }

  private static List<String> check(MetricsPage page) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      page.write(in, ExpositionFormat.TEXT, false);
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.lines().filter(line -> !line.equals(KNOWN)).toList();
  }
}
