package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the rules, and the test cases in which each fires and does not, with promtool. */
@Tag("promtool")
class RulesIT {
  private static final Path HERE = Path.of(".");

  @BeforeEach
  void promtool_isInstalled() {
    ExternalPrograms.needed(ExternalPrograms.PROMTOOL);
  }

  @Test
  void rules_areValid() throws Exception {
    var outcome =
        ExternalPrograms.run(
            HERE,
            ExternalPrograms.PROMTOOL,
            "check",
            "rules",
            "--lint-fatal",
            AlertRule.FILE.toString());

    assertThat(outcome.out()).contains("SUCCESS: " + AlertRule.all().size() + " rules found");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void scrapeConfig_isValid() throws Exception {
    var file = AlertRule.FILE.resolveSibling("scrape.yml").toString();
    var outcome =
        ExternalPrograms.run(
            HERE, ExternalPrograms.PROMTOOL, "check", "config", "--syntax-only", file);

    assertThat(outcome.exit()).as(outcome.out()).isZero();
  }

  @Test
  void rules_fire_stayQuiet_andResolve() throws Exception {
    for (var file : RulesTest.CASES) {
      var outcome =
          ExternalPrograms.run(HERE, ExternalPrograms.PROMTOOL, "test", "rules", file.toString());

      assertThat(outcome.exit()).as(outcome.out()).isZero();
      assertThat(outcome.out()).contains("SUCCESS");
    }
  }
}
