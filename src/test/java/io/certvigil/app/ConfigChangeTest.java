package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.systemd.SystemdNotifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a changed config means for what is read and sent, after a reload and after a restart. */
class ConfigChangeTest extends DaemonTestBase {
  private void watchOnly(String every, String zoneId) {
    var name =
        estate.zones().stream()
            .filter(one -> one.zone().id().equals(zoneId))
            .findFirst()
            .orElseThrow()
            .zone()
            .name();
    daemon.edit("every: 1h", "every: " + every + ", zones: [\"" + name + "\"]");
    daemon.restart();
  }

  private void widenWatch() throws IOException {
    var file = folder.resolve("certvigil.yml");
    var text = Files.readString(file).replaceFirst(", zones: \\[.*?]", "");
    Files.writeString(file, text);
  }

  /** Leaves everything but the channels, as a file whose end is missing. */
  private void cutChannels() throws IOException {
    var file = folder.resolve("certvigil.yml");
    var text = Files.readString(file);
    Files.writeString(folder.resolve("whole.yml"), text);
    Files.writeString(file, text.replaceFirst("channels:\n +ops-hook: .*\n", ""));
  }

  @Test
  void fileWithoutChannels_isRefused_andWhatWaitsIsSent() throws Exception {
    daemon.add(zone, "device", 5);
    daemon.receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    daemon.sweep();
    cutChannels();

    assertThat(daemon.app().reload())
        .containsExactly(
            "channels: the changed config names none, but ops-hook is in use: is the file complete?"
                + " To run without channels, restart the daemon");

    assertThat(column("SELECT state FROM delivery")).containsExactly("READY");
    daemon.receiver.replyWith(new ReceiverBehaviour.Acknowledge());
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(column("SELECT state FROM delivery")).containsExactly("DELIVERED");
  }

  @Test
  void emptyFile_isRefused() throws Exception {
    var state = Files.createDirectory(folder.resolve("state"));
    var file = folder.resolve("cut.yml");
    var input =
        ConfigInput.of(
            file,
            Map.of("CLOUDFLARE_API_TOKEN", "t", "STATE_DIRECTORY", state.toString()),
            "host-1",
            "1.2.3");
    Files.writeString(file, "watch: [ { every: 2h } ]\nweb: { listen: \"127.0.0.1:0\" }\n");
    try (var app =
        new App(
            Config.load(input),
            () -> Config.load(input),
            new Version("1.2.3", "test"),
            clock,
            SystemdNotifier.NONE,
            null)) {
      Files.writeString(file, "# watch: cut here\n");

      assertThat(app.reload()).singleElement().asString().contains("config file is empty");
    }
  }

  @Test
  void startWithoutChannels_goesOn_andSaysSo_untilTheyAreBack() throws Exception {
    daemon.add(zone, "device", 5);
    daemon.receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    daemon.sweep();
    cutChannels();

    daemon.restart();
    daemon.app().start();

    assertThat(column("SELECT value FROM meta WHERE name = 'notice no channels'"))
        .singleElement()
        .asString()
        .contains(
            "the config names no channel", "ops-hook, for which 1 notifications were waiting");
    assertThat(page()).contains("until the last start there were ops-hook");
    Files.copy(
        folder.resolve("whole.yml"),
        folder.resolve("certvigil.yml"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(daemon.app().reload()).isEmpty();
    assertThat(page()).doesNotContain("until the last start there were ops-hook");
  }

  private String page() throws IOException, InterruptedException {
    clock.advance(Duration.ofSeconds(2)); // the page is read again
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(daemon.app().webUri()).build(), BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void widenedWatch_isReadAtOnce() throws Exception {
    watchOnly("24h", zone);
    daemon.app().start();
    daemon.sweepByDaemon();
    daemon.add(otherZone, "other", 5);
    widenWatch();

    assertThat(daemon.app().reload()).isEmpty();

    await().until(() -> daemon.deliveredLines().equals(List.of("certificate.expiring")));
  }

  @Test
  void watchThatWasWidenedBeforeARestart_isReadAtOnce_withoutReadingTheOthers() throws Exception {
    watchOnly("24h", zone);
    daemon.app().start();
    daemon.sweepByDaemon();
    daemon.add(otherZone, "other", 5);
    daemon.add(zone, "device", 5); // in a list that is not due
    widenWatch();

    daemon.restart();
    daemon.app().start();

    await().until(() -> daemon.deliveredLines().equals(List.of("certificate.expiring")));
    assertThat(daemon.deliveredEvents().getFirst().get("summary").getAsString())
        .startsWith("other");
  }

  @Test
  void shorterInterval_makesNoListStaleAtOnce() throws Exception {
    daemon.edit("every: 1h", "every: 24h");
    daemon.restart();
    daemon.sweep();
    clock.advance(Duration.ofHours(20));
    daemon.edit("every: 24h", "every: 1h");

    assertThat(daemon.app().reload()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    daemon.app().runMinute();

    assertThat(daemon.types()).doesNotContain("source.unreadable");
    clock.advance(Duration.ofHours(3)); // nothing reads in this test
    daemon.app().runMinute();
    assertThat(daemon.types()).contains("source.unreadable");
  }
}
