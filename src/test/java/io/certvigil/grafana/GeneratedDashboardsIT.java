package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the dashboards are as generated and conform to Grafana's types. */
class GeneratedDashboardsIT {
  private static final Path TYPES = Path.of("src", "test", "js", "grafana");
  private static final Path WORK = Path.of("target", "grafana-types");

  @TempDir Path folder;

  @BeforeEach
  void node_isInstalled() {
    ExternalPrograms.needed(ExternalPrograms.NODE);
  }

  @Test
  void boards_areAsGenerated() throws Exception {
    var outcome =
        ExternalPrograms.run(
            Path.of("."), ExternalPrograms.NODE, "src/grafana/make.mjs", folder.toString());

    assertThat(outcome.exit()).as(outcome.out()).isZero();
    for (var board : Dashboard.all()) {
      var file = board.name() + ".json";
      assertThat(Files.readString(folder.resolve(file)))
          .as("%s: run \"node src/grafana/make.mjs\"", file)
          .isEqualTo(Files.readString(Dashboard.FOLDER.resolve(file)));
    }
  }

  @Test
  void boards_conformToGrafanasTypes() throws Exception {
    install();
    var command = new ArrayList<>(List.of(ExternalPrograms.NODE, "types.mjs"));
    Dashboard.all()
        .forEach(
            board -> command.add(Dashboard.FOLDER.toAbsolutePath() + "/" + board.name() + ".json"));
    var written = ExternalPrograms.run(WORK, command.toArray(String[]::new));
    assertThat(written.exit()).as(written.out()).isZero();

    var checked = ExternalPrograms.run(WORK, "node_modules/.bin/tsc", "--project", "tsconfig.json");

    assertThat(checked.exit()).as(checked.out()).isZero();
  }

  private static void install() throws Exception {
    Files.createDirectories(WORK);
    for (var name : List.of("package.json", "tsconfig.json", "types.mjs")) {
      Files.copy(TYPES.resolve(name), WORK.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    ExternalPrograms.needed("npm");
    var npm =
        ExternalPrograms.run(
            WORK,
            "npm",
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-package-lock");
    ExternalPrograms.needed(npm.exit() == 0, "npm cannot install Grafana's types: " + npm.out());
  }
}
