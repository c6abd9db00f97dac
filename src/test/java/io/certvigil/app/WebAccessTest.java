package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Store;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the whole daemon reports about silences of everything and failed logins. */
class WebAccessTest {
  private static final String HASH = "$2b$04$KBCwKxOzLha2MUDgW0PjXexGfB5dmDvvvgEVjeeXiTo87i0yXWYau";

  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private InProcessDaemon daemon;

  @BeforeEach
  void open() throws Exception {
    daemon = InProcessDaemon.ofZones(folder, clock, UniformEstate.of(1, 1, 0, 1, clock.instant()));
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  @Test
  void silenceOfEverything_isSent_andCounted() throws Exception {
    daemon.app().start();
    assertThat(daemon.metrics().sum("certvigil_silences_of_everything")).isZero();
    var now = clock.instant();
    var end = now.plus(Duration.ofDays(1));
    var silence = new Silence("s1", "", Matcher.ALL, now, end, "ann", "moving house", now);

    try (var store = Store.openForCommand(daemon.read().store())) {
      store.silences().add(silence);
    }

    await().until(() -> daemon.deliveredLines().contains("silence.of_everything"));
    assertThat(daemon.metrics().sum("certvigil_silences_of_everything")).isEqualTo(1);
    clock.advance(Duration.ofDays(1));
    await().until(() -> daemon.metrics().sum("certvigil_silences_of_everything") == 0);
    assertThat(daemon.deliveredLines()).containsOnlyOnce("silence.of_everything");
  }

  @Test
  void failedLogins_areCounted_alsoAfterAReload() throws Exception {
    daemon.edit("web: {", "web: { basic_auth_users: { alice: \"" + HASH + "\" }, ");
    assertThat(daemon.app().reload()).isEmpty();
    daemon.app().start();
    assertThat(login("alice", "wrong")).isEqualTo(401);
    assertThat(daemon.app().reload()).isEmpty();
    assertThat(login("bob", "wrong")).isEqualTo(401);
    daemon.edit("basic_auth_users: { alice: \"" + HASH + "\" }, ", "");
    assertThat(daemon.app().reload()).isEmpty();

    assertThat(daemon.metrics().sum("certvigil_http_auth_failures_total")).isEqualTo(2);
  }

  /** Pages offer actions only to those who may take them. */
  @Test
  void pages_offerActions_toUsersWhoMayChange() throws Exception {
    var users = "basic_auth_users: { alice: \"" + HASH + "\", prom: \"" + HASH + "\" }, ";
    daemon.edit("web: {", "web: { " + users + "may_change: [alice], ");
    assertThat(daemon.app().reload()).isEmpty();
    daemon.app().start();

    assertThat(get("/alerts", "alice")).contains("New silence").doesNotContain("web.may_change");
    assertThat(get("/channels", "alice")).contains("channels/test");
    assertThat(get("/alerts", "prom")).contains("web.may_change").doesNotContain("New silence");
    assertThat(get("/channels", "prom")).contains("web.may_change").doesNotContain("channels/test");
  }

  private String get(String path, String user) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request(path, user, PASSWORD), BodyHandlers.ofString()).body();
    }
  }

  private HttpRequest request(String path, String user, String password) {
    var pair =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(daemon.app().webUri().resolve(path))
        .header("Authorization", "Basic " + pair)
        .build();
  }

  private int login(String user, String password) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request("/metrics", user, password), BodyHandlers.ofString()).statusCode();
    }
  }
}
