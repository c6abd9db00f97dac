package io.certvigil.cli.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.app.App;
import io.certvigil.app.DaemonDatabase;
import io.certvigil.cli.CommandFixture;
import io.certvigil.cli.CommandOutput;
import io.certvigil.cli.CommandRunner;
import io.certvigil.cli.InstantTicker;
import io.certvigil.cloudflare.http.Ticker;
import io.certvigil.store.LockHolder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change something, through a running daemon and without one. */
class ChangeCommandsTest {
  /** In this order; the receiver accepts nothing, so that the delivery stays pending. */
  private static final List<String> COMMANDS =
      List.of(
          "ack device-17",
          "ack device-17",
          "ack device",
          "ack nope",
          "ack --undo device-17 --author Eva",
          "ack --undo device-17",
          "ack device-18 --author Eva",
          "silence add name=device-17* --duration 2h --comment a=b&c%d",
          "silence add device-18 --until 2026-11-22 --comment later --start 2026-11-21",
          "silence add label.team=platform source=client_certificates --duration 1h --comment x",
          "silence add zone=nothing.example --duration 1h --comment x",
          "silence add --all --duration 1h --comment x",
          "silence add label.nope=a --duration 1h --comment x",
          "silence add name=a* --duration 1h --comment \u0007",
          "silence list --output csv",
          "silence end a=b",
          "silence end a=b",
          "silence end x",
          "silence end nope",
          "outbox discard 1 --reason gone --author Eva",
          "outbox discard 1 --reason gone",
          "outbox discard 99 --reason gone",
          "outbox replay nope",
          "outbox show 1",
          "outbox replay 1 --author Eva",
          "alerts --output json",
          "doctor --output json");

  @TempDir private Path folder;

  private CommandFixture fixture(String name) throws IOException {
    return new CommandFixture(Files.createDirectory(folder.resolve(name)), false);
  }

  private Path config(String name) {
    return folder.resolve(name).resolve("certvigil.yml");
  }

  /** With the daemon's socket and without a store: a command that opened one would fail. */
  private Path socketOnly(String name) throws IOException {
    var at = folder.resolve(name);
    var yaml =
        Files.readString(config(name))
            .replace(at + "/certvigil.db", at + "/missing/certvigil.db")
            .replace("web: { ", "web: { socket: \"" + at.resolve("certvigil.sock") + "\", ");
    return Files.writeString(at.resolve("socket.yml"), yaml);
  }

  private static Map<String, CommandOutput> run(Path config) {
    var outputs = new LinkedHashMap<String, CommandOutput>();
    for (var command : COMMANDS) {
      outputs.put(outputs.size() + " " + command, run(config, command.split(" ")));
    }
    return outputs;
  }

  private static CommandOutput run(Path config, String... words) {
    return new CommandRunner().env("SUDO_USER", "olga").config(config).run(words);
  }

  /** What differs says where the command ran: folders, ports, and whether a daemon runs. */
  private static String comparable(CommandOutput output) {
    return (output.exit() + "\n" + output.out() + output.err())
        .replaceAll("(?m)^[0-9T:.-]+Z (WARN|INFO|ERROR) .*\n", "") // of the daemon in this process
        .replaceAll("[^ \"]*/certvigil\\.(db|yml)|[^ \"]*/socket\\.yml", "FILE")
        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "ADDRESS")
        .replaceAll("[0-9]+ MiB are free", "ROOM")
        .replaceAll("\"store\":\\{\"id\":\"[0-9a-z]+\"", "STORE")
        .replace("no daemon is running: it is sent when one starts", "WHEN")
        .replace("the daemon sends it within seconds", "WHEN")
        .replace("no daemon is running", "DAEMON")
        .replace("a daemon is running", "DAEMON");
  }

  @Test
  void daemonAndStore_changeTheSame_andSayTheSame() throws Exception {
    Map<String, CommandOutput> asked;
    Map<String, CommandOutput> opened;
    try (var fixture = fixture("asked")) {
      try (var _ = fixture.daemon()) {
        asked = run(socketOnly("asked"));
      }
    }
    try (var _ = fixture("opened")) {
      opened = run(config("opened"));
    }

    assertThat(asked)
        .allSatisfy(
            (command, output) ->
                assertThat(comparable(output))
                    .as(command)
                    .isEqualTo(comparable(opened.getOrDefault(command, output))));
    assertThat(outputs(asked)).contains("Acknowledged: ", "Queued again for ops-hook: 1; ");
    assertThat(changes("asked")).isEqualTo(changes("opened")).contains("discard 1 Eva");
  }

  private static String outputs(Map<String, CommandOutput> all) {
    return String.join("\n", all.values().stream().map(CommandOutput::out).toList());
  }

  /** Who asked for which change, oldest first. */
  private List<String> changes(String name) throws Exception {
    return new DaemonDatabase(folder.resolve(name).resolve("certvigil.db"))
        .column(
            "SELECT kind || ' ' || CASE WHEN kind IN ('replay', 'discard') THEN summary || ' '"
                + " ELSE '' END || asked_by FROM request ORDER BY id");
  }

  @Test
  void everyChange_saysWhoAsked() throws Exception {
    try (var fixture = fixture("asked");
        var _ = fixture.daemon()) {
      var config = socketOnly("asked");
      run(config, "ack", "device-17").succeeds();
      run(config, "ack", "--undo", "device-17", "--author", "Eva").succeeds();
      run(config, "silence", "add", "--all", "--duration", "1h", "--comment", "x").succeeds();
      run(config, "silence", "end", "x", "--author", "Eva").succeeds();
      run(config, "outbox", "discard", "1", "--reason", "gone").succeeds();
      run(config, "outbox", "replay", "1", "--author", "Eva").succeeds();
      run(config, "reload").fails(2, "the config of this daemon cannot be reloaded");
      assertThat(run(config, "sweep").out()).isEqualTo("Swept by the running daemon.\n");

      assertThat(run(config, "outbox", "show", "1").out()).containsPattern("Replayed by: +Eva\\n");
      assertThat(changes("asked"))
          .containsExactly(
              "ack olga",
              "unack Eva",
              "silence olga",
              "silence_end Eva",
              "discard 1 olga",
              "replay 1 Eva",
              "reload olga",
              "sweep olga");
    }
  }

  @Test
  void changesOfCommands_areNotServedOverTheNetwork() throws Exception {
    try (var fixture = fixture("asked");
        var daemon = fixture.daemon();
        var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(daemon.webUri().resolve("/-/commands/sweep"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(403);
    }
  }

  /** Each would open the store of whoever has it open, and is refused instead. */
  @Test
  void daemonWithoutASocket_isNotPassedBy() throws Exception {
    try (var _ = fixture("asked");
        var _ = LockHolder.of(folder.resolve("asked/certvigil.db.lock"))) {
      for (var command :
          List.of("list", "ack device-17", "silence end x", "outbox replay 1", "sweep", "reload")) {
        new CommandRunner()
            .config(config("asked"))
            .time(new InstantTicker())
            .run(command.split(" "))
            .failsOnOneLine(4, "a daemon uses " + folder.resolve("asked/certvigil.db"));
      }
    }
  }

  /** Time that passes only when a command waits; then something happens. */
  private record Waiting(Runnable happens) implements InstantSource, Ticker {
    @Override
    public Instant instant() {
      return CommandRunner.TODAY;
    }

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void sleep(Duration time) {
      happens.run();
    }
  }

  @Test
  void daemonThatStops_isWaitedFor() throws Exception {
    try (var _ = fixture("asked");
        var holder = LockHolder.of(folder.resolve("asked/certvigil.db.lock"))) {
      new CommandRunner()
          .config(config("asked"))
          .time(new Waiting(holder::close))
          .run("ack", "device-17")
          .succeeds();
    }
  }

  @Test
  void daemonThatStarts_isWaitedFor() throws Exception {
    var started = new ArrayList<App>();
    try (var fixture = fixture("asked")) {
      var holder = LockHolder.of(folder.resolve("asked/certvigil.db.lock"));
      var waiting =
          new Waiting(
              () -> {
                holder.close();
                started.add(fixture.daemon());
              });
      new CommandRunner()
          .config(config("asked"))
          .time(waiting)
          .run("outbox", "replay", "1")
          .succeeds();
      assertThat(started).hasSize(1);
    } finally {
      started.forEach(App::close);
    }
  }

  /** A sweep in a process of its own has the store open, and answers at the socket meanwhile. */
  @Test
  void commandBesideASweep_asksIt() throws Exception {
    try (var fixture = fixture("asked")) {
      var app = fixture.unstarted();
      try (app) {
        app.serveCommands();
        run(socketOnly("asked"), "ack", "device-17").succeeds();
        assertThat(run(socketOnly("asked"), "list").succeeds().out()).contains("device-17");
      }
      assertThat(folder.resolve("asked/certvigil.sock")).doesNotExist();
    }
  }
}
