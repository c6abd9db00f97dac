package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What promtool says of the rules, and of the cases in which each fires and does not. */
@Tag("promtool")
class RulesIT {
  private static final Path HERE = Path.of(".");

  @BeforeEach
  void promtool_isInstalled() {
    Tools.needed(Tools.PROMTOOL);
  }

  @Test
  void rules_areTaken() throws Exception {
    var outcome =
        Tools.run(HERE, Tools.PROMTOOL, "check", "rules", "--lint-fatal", Rule.FILE.toString());

    assertThat(outcome.said()).contains("SUCCESS: " + Rule.all().size() + " rules found");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void scrapeConfig_isTaken() throws Exception {
    var file = Rule.FILE.resolveSibling("scrape.yml").toString();
    var outcome = Tools.run(HERE, Tools.PROMTOOL, "check", "config", "--syntax-only", file);

    assertThat(outcome.exit()).as(outcome.said()).isZero();
  }

  @Test
  void rules_fire_stayQuiet_andResolve() throws Exception {
    for (var file : RulesTest.CASES) {
      var outcome = Tools.run(HERE, Tools.PROMTOOL, "test", "rules", file.toString());

      assertThat(outcome.exit()).as(outcome.said()).isZero();
      assertThat(outcome.said()).contains("SUCCESS");
    }
  }
}
