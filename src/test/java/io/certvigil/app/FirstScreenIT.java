package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.simulator.NodeScripts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first screen of a daemon in each state, in Chromium: pictures go to {@code
 * target/first-screen/pictures}. Needs what {@link PagesIT} needs.
 */
@Tag("chromium")
@EnabledIfSystemProperty(
    named = "certvigil.pictures",
    matches = "true",
    disabledReason = "takes minutes and pictures: -Dcertvigil.pictures=true")
class FirstScreenIT {
  private static final NodeScripts NODE =
      new NodeScripts(Path.of("src/test/js/pages"), Path.of("target/first-screen"));

  @TempDir private Path folder;
  private final List<DaemonState> daemons = new ArrayList<>();

  @AfterEach
  void close() {
    daemons.forEach(DaemonState::close);
  }

  private URI open(DaemonState.Kind kind) throws Exception {
    var daemon = new DaemonState(kind, folder);
    daemons.add(daemon);
    return daemon.uri();
  }

  private static void awaitLists(URI page) {
    var request = HttpRequest.newBuilder(page).build();
    try (var client = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  client
                      .send(request, HttpResponse.BodyHandlers.ofString())
                      .body()
                      .matches("(?s).*[1-9][0-9]* of [0-9]+ lists read.*"));
    }
  }

  @Test
  void everyState_isToldOnTheFirstScreen() throws Exception {
    NodeScripts.assumeOrFail(PagesIT.onPath("chromium"), "there is no chromium");
    NODE.install();
    var arguments = new ArrayList<>(List.of("pictures"));
    for (var kind : DaemonState.Kind.values()) {
      var page = open(kind);
      if (kind == DaemonState.Kind.FIRST_START) {
        awaitLists(page);
      }
      arguments.add(kind.word() + "=" + page);
    }

    var said = NODE.run("first-screens.mjs", Map.of(), arguments.toArray(String[]::new));

    assertThat(said).hasSameSizeAs(DaemonState.Kind.values());
    assertThat(said.get(0)).isEqualTo("well: ");
    assertThat(said.get(1)).startsWith("first-start: The first sweep is running. ");
    assertThat(said.get(2)).startsWith("no-zone: Token main sees no zone").contains("Zone Read");
    assertThat(said.get(3)).startsWith("cloudflare-down: Cloudflare has not answered since 2026-");
    assertThat(said.get(4)).startsWith("token-dead: Cloudflare refuses token main since 2026-");
    assertThat(said.get(5)).startsWith("mute: Channel ops-hook delivers nothing since 2026-");
  }
}
