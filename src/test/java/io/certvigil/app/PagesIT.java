package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.simulator.NodeScripts;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages in Chromium. Needs chromium, node, npm and the npm registry: skipped without them,
 * failing if {@code CI=true}. Pictures go to {@code target/pages/pictures}.
 */
@Tag("chromium")
class PagesIT {
  private static final NodeScripts NODE =
      new NodeScripts(Path.of("src/test/js/pages"), Path.of("target/pages"));

  @TempDir private static Path folder;
  private static DaemonWithHistory site;

  @BeforeAll
  static void open() throws Exception {
    NodeScripts.assumeOrFail(onPath("chromium"), "there is no chromium: apt install chromium");
    NODE.install();
    site = new DaemonWithHistory(folder);
  }

  @AfterAll
  static void close() {
    if (site != null) {
      site.close();
    }
  }

  static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
  }

  @Test
  void everyPage_isAccessible_andDoesNotJump_inLightAndDark_wideAndOnAPhone() throws Exception {
    var fine =
        NODE.run(
            "check.mjs",
            Map.of(),
            site.uri().toString(),
            DaemonWithHistory.USER,
            DaemonWithHistory.PASSWORD,
            "pictures");

    assertThat(fine).hasSize(4 * 7 + 2 * 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"finding", "acting", "testing", "keys", "zones", "living", "plainly"})
  void flow_works(String flow) throws Exception {
    NODE.run(
        "flows.mjs",
        Map.of(),
        site.uri().toString(),
        DaemonWithHistory.USER,
        DaemonWithHistory.PASSWORD,
        flow);
  }
}
