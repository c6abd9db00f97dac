package io.certvigil.cli.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.certvigil.cli.CommandFixture;
import io.certvigil.cli.CommandRunner;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.store.FailedAttempts;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries and test messages, with a real receiver. */
class OutboxCommandsTest {
  @TempDir private Path folder;
  private CommandFixture site;

  @BeforeEach
  void open() throws IOException {
    site = new CommandFixture(folder, true);
  }

  /** A fixture whose receiver accepts nothing. */
  private CommandFixture refused() throws IOException {
    site.close();
    site = new CommandFixture(Files.createDirectory(folder.resolve("refused")), false);
    return site;
  }

  @AfterEach
  void close() {
    site.close();
  }

  private JsonObject first() {
    return site.run("outbox", "list", "--output", "json").array().get(0).getAsJsonObject();
  }

  @Test
  void delivered_isListed() {
    assertThat(site.run("outbox", "list").succeeds().out())
        .contains("ops-hook", "delivered", "device-18.example.com", "and 1 more");
    assertThat(first().get("state").getAsString()).isEqualTo("delivered");
  }

  @Test
  void filters_filter() {
    var key = site.run("outbox", "list", "--state", "delivered", "--since", "1h").out();

    assertThat(key).contains("ops-hook");
    assertThat(site.run("outbox", "list", "--state", "ready").err()).isEqualTo("No deliveries.\n");
    assertThat(site.run("outbox", "list", "--since", "2026-11-21").err())
        .isEqualTo("No deliveries.\n");
    assertThat(site.run("outbox", "list", "--alert", "device-17").out()).contains("ops-hook");
    assertThat(site.run("outbox", "list", "--channel", "ops-hok").err())
        .isEqualTo(
            """
            certvigil: the config has no channel ops-hok (did you mean ops-hook?)
            No deliveries.
            """);
  }

  @Test
  void show_printsEachAttemptAndTheBody() throws IOException {
    assertThat(refused().run("outbox", "show", "1").succeeds().out())
        .contains(
            "State:", "ready", "Attempt:", "http_5xx", "Event:", "\"type\":\"certvigil.events\"");
  }

  @Test
  void replay_queuesADeliveredOneAgain() {
    assertThat(site.run("outbox", "replay", "1").succeeds().out())
        .isEqualTo(
            "Queued again for ops-hook: 1; no daemon is running: it is sent when one starts\n");
    assertThat(first().get("state").getAsString()).isEqualTo("ready");
  }

  @Test
  void replay_besideADaemon_isSentAtOnce() {
    try (var _ = site.daemon()) {
      int before = site.received();

      assertThat(site.run("outbox", "replay", "1").out())
          .isEqualTo("Queued again for ops-hook: 1; the daemon sends it within seconds\n");
      await().atMost(Duration.ofMinutes(2)).until(() -> site.received() > before);
      assertThat(site.run("ack", "device-17").exit()).isZero();
      assertThat(site.run("silence", "add", "--all", "--duration", "1h", "--comment", "x").exit())
          .isZero();
    }
  }

  @Test
  void refused_areListed_andReplayedAfterTheFix() throws IOException {
    var refusing = refused();
    assertThat(refusing.run("outbox", "list", "--refused").err()).isEqualTo("No deliveries.\n");
    refusing.replyWith(new ReceiverBehaviour.Status(400, null));
    refusing.run("outbox", "replay", "1").succeeds();
    refusing.run("sweep").succeeds();

    assertThat(refusing.run("outbox", "list", "--refused").succeeds().out())
        .contains("ops-hook", "ready");

    refusing.replyWith(new ReceiverBehaviour.Status(204, null));
    refusing.run("outbox", "replay", "1").succeeds();
    refusing.run("sweep").succeeds();
    assertThat(refusing.run("outbox", "list", "--refused").err()).isEqualTo("No deliveries.\n");
    assertThat(first().get("state").getAsString()).isEqualTo("delivered");
  }

  @Test
  void check_warns_ifTheOnlyChannelIsFailing() throws IOException {
    var refusing = refused();
    var settings =
        new StoreSettings(
            folder.resolve("refused/certvigil.db"), Duration.ofDays(730), Duration.ofDays(90));
    try (var store = Store.open(settings)) {
      store
          .outbox()
          .recordFailure("ops-hook", FailedAttempts.naming("secret"), CommandRunner.TODAY);
    }

    var answer = refusing.run("check", "--warning", "1d", "--critical", "1h");

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.out())
        .startsWith("CERTVIGIL WARNING - ")
        .contains("; channel ops-hook is failing (unauthorized) | ");
    assertThat(refusing.run("check", "--warning", "1d", "--critical", "1h", "--zone", "*").exit())
        .isZero();
  }

  @Test
  void discard_closesAPendingOne() throws IOException {
    assertThat(
            refused()
                .run("outbox", "discard", "1", "--reason", "receiver is gone")
                .succeeds()
                .out())
        .isEqualTo("Discarded: 1 to ops-hook\n");
    assertThat(first().get("state").getAsString()).isEqualTo("discarded");
    assertThat(first().get("closed_by").getAsString()).isEqualTo("olga");
    assertThat(first().get("reason").getAsString()).isEqualTo("receiver is gone");
  }

  @Test
  void discardOfADeliveredOne_isAFailure() {
    site.run("outbox", "discard", "1", "--reason", "late")
        .failsWith(1, "delivery 1 is already delivered: there is nothing to discard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "show nope|1|no delivery has the id nope; see certvigil outbox list",
        "replay nope|1|no delivery has the id nope; see certvigil outbox list",
        "discard 1|2|Missing required option: '--reason=TEXT'",
        "list --state redy|2|--state must be one of ready, sending",
        "list --since soon|2|--since must be a time such as 36h",
        "list --limit -1|2|--limit must be 0 or more, was -1",
        "list --alert nope|1|no alert has the key, id or name nope; see certvigil alerts"
      })
  void badInput_isOneLine(String words, int exit, String says) {
    site.run(("outbox " + words).split(" ")).failsOnOneLine(exit, says);
  }

  @Test
  void channelTest_printsTheResponse() {
    int before = site.received();

    assertThat(site.run("channel", "test", "ops-hook").succeeds().out())
        .startsWith("ops-hook: delivered: 2")
        .hasLineCount(1);
    assertThat(site.received()).isEqualTo(before + 1);
  }

  @Test
  void channelTest_failsIfTheReceiverRefuses() {
    site.replyWith(new ReceiverBehaviour.Status(404, null));

    var answer = site.run("channel", "test", "ops-hook");

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.out()).startsWith("ops-hook: not delivered (not_found): 404");
  }

  @Test
  void channelTest_namesTheConfiguredChannels() {
    var answer = site.run("channel", "test", "ops");

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.err())
        .isEqualTo(
            "certvigil: there is no channel ops (did you mean ops-hook?); configured: ops-hook\n");
  }
}
