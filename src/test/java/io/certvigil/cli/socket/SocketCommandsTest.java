package io.certvigil.cli.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.app.App;
import io.certvigil.app.CommandResult;
import io.certvigil.cli.CommandFixture;
import io.certvigil.cli.CommandOutput;
import io.certvigil.cli.CommandRunner;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a running daemon at its socket. */
class SocketCommandsTest {
  private static final int STRANGER = 64_318;
  private static final int GROUP = 64_319;

  private static final List<List<String>> LISTS =
      List.of(
          List.of("list"),
          List.of("list", "--expiring-within", "30d", "--label", "team=*"),
          List.of("list", "--source", "client_certificates", "--zone", "*", "--search", "device"),
          List.of("list", "--as-of", "2026-11-20T22:00Z"),
          List.of("list", "--as-of", "400d"),
          List.of("show", "device-17"),
          List.of("show", "quiet"),
          List.of("show", "device"),
          List.of("show", "../alerts"),
          List.of("history", "device-18"),
          List.of("diff", "--from", "3d"),
          List.of("diff", "--from", "3d", "--change", "baseline,renewed"),
          List.of("alerts"),
          List.of("silence", "list"),
          List.of("thresholds", "explain", "device-17"),
          List.of("thresholds", "explain", "quiet"),
          List.of("outbox", "list"),
          List.of("outbox", "list", "--limit", "1", "--state", "delivered", "--since", "36h"),
          List.of("outbox", "list", "--alert", "device-17"),
          List.of("outbox", "list", "--alert", "device"),
          List.of("outbox", "show", "1"),
          List.of("outbox", "show", "ntf"),
          List.of("outbox", "show", "none"));

  private static final List<List<String>> CHECKS =
      List.of(
          List.of("check"),
          List.of("check", "--warning", "1d", "--critical", "1d"),
          List.of("check", "--warning", "6d", "--critical", "1d", "--zone", "*"),
          List.of("check", "--source", "origin_ca"),
          List.of("check", "--zone", "none.example"));

  @TempDir private Path folder;
  private CommandFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CommandFixture(folder, true);
    fixture.run("ack", "device-18").succeeds();
    fixture
        .run("silence", "add", "name=device-17*", "--duration", "2h", "--comment", "a | \"b\"")
        .succeeds();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Path socket() {
    return folder.resolve("certvigil.sock");
  }

  /** A config with the daemon's socket and without a store: only the daemon can answer. */
  private Path socketOnly() throws IOException {
    return socketOnly(Files.readString(folder.resolve("certvigil.yml")));
  }

  private Path socketOnly(String yaml) throws IOException {
    return Files.writeString(
        folder.resolve("socket.yml"),
        yaml.replace(folder + "/certvigil.db", folder + "/missing/certvigil.db")
            .replace("web: { ", "web: { socket: \"" + socket() + "\", "));
  }

  private static Stream<List<String>> commands() {
    var lists =
        LISTS.stream()
            .flatMap(
                words ->
                    Stream.of("table", "json", "csv")
                        .map(format -> with(words, "--output", format)));
    return Stream.concat(lists, CHECKS.stream());
  }

  private static List<String> with(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static Map<List<String>, CommandOutput> run(Path config) {
    var outputs = new LinkedHashMap<List<String>, CommandOutput>();
    commands()
        .forEach(
            words ->
                outputs.put(
                    words, new CommandRunner().config(config).run(words.toArray(String[]::new))));
    return outputs;
  }

  @Test
  void daemonAndStore_answerTheSameBytes() throws IOException {
    Map<List<String>, CommandOutput> asked;
    try (var _ = fixture.daemon()) {
      asked = run(socketOnly());
    }
    var read = run(folder.resolve("certvigil.yml"));

    assertThat(socket()).as("removed at the end").doesNotExist();
    assertThat(asked)
        .allSatisfy(
            (words, output) -> assertThat(output).as("%s", words).isEqualTo(read.get(words)));
    assertThat(of(asked, "list", "--output", "csv").out()).hasLineCount(4);
    assertThat(of(asked, "alerts", "--output", "table").out())
        .contains("ack olga", "silenced until");
    assertThat(of(asked, "check").exit()).isEqualTo(2);
  }

  private static CommandOutput of(Map<List<String>, CommandOutput> outputs, String... words) {
    return Objects.requireNonNull(outputs.get(List.of(words)));
  }

  @Test
  void withoutADaemon_theStoreIsOpened_alsoBesideAnOldSocket() throws Exception {
    try (var daemon = fixture.daemon()) {
      fixture.run("list").succeeds();
      assertThat(daemon.webUri()).isNotNull();
    }
    var server = "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])";
    assertThat(new ProcessBuilder("python3", "-c", server, socket().toString()).start().waitFor())
        .isZero();
    assertThat(socket()).exists();

    fixture.run("list").succeeds();

    try (var _ = fixture.daemon()) { // replaces the socket that nobody serves
      new CommandRunner().config(socketOnly()).run("list").succeeds();
    }
  }

  /** Commands that do not know where the daemon has made it find the link beside the store. */
  @Test
  void socketElsewhere_isFoundByALink() throws IOException {
    var file = folder.resolve("certvigil.yml");
    var yaml = Files.readString(file);
    var elsewhere = Files.createDirectory(folder.resolve("run")).resolve("x.sock");
    Files.writeString(file, yaml.replace("web: { ", "web: { socket: \"" + elsewhere + "\", "));
    try (var _ = fixture.daemon()) {
      assertThat(socket()).isSymbolicLink();
      assertThat(Files.readSymbolicLink(socket())).isEqualTo(elsewhere);
      new CommandRunner().config(socketOnly(yaml)).run("list").succeeds();
    }
    try (var _ = fixture.daemon()) { // a second start replaces both
      new CommandRunner().config(socketOnly(yaml)).run("list").succeeds();
    }
  }

  @Test
  void fileInPlaceOfTheSocket_stays_andTheDaemonRuns() throws Exception {
    Files.writeString(socket(), "precious");
    try (var daemon = fixture.daemon()) {
      assertThat(get(daemon, "/-/ready")).isEqualTo(200);
    }
    assertThat(socket()).hasContent("precious");
  }

  /** The questions of commands are not for the network. */
  @Test
  void pathsOfCommands_areNotServedOverTheNetwork() throws Exception {
    try (var daemon = fixture.daemon()) {
      assertThat(get(daemon, "/-/commands/readings")).isEqualTo(404);
      assertThat(get(daemon, "/-/commands/find?key=a")).isEqualTo(404);
      assertThat(get(daemon, "/-/commands/check")).isEqualTo(404);
    }
  }

  private static int get(App daemon, String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(daemon.webUri().resolve(path)).build();
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }

  @Test
  void filesOfTheStore_areForTheirOwnerOnly_alsoOldOnes() throws IOException {
    var group = PosixFilePermissions.fromString("rw-r-----");
    Files.setPosixFilePermissions(folder.resolve("certvigil.db"), group);
    Files.setPosixFilePermissions(folder.resolve("certvigil.db.lock"), group);
    Files.setPosixFilePermissions(folder.resolve("certvigil.ballast"), group);
    try (var _ = fixture.daemon()) {
      assertThat(modes())
          .containsEntry("certvigil.sock", "rw-rw----")
          .containsKeys("certvigil.db", "certvigil.db-shm", "certvigil.db.lock")
          .allSatisfy(
              (name, mode) ->
                  assertThat(mode)
                      .as(name)
                      .isEqualTo(name.endsWith(".sock") ? "rw-rw----" : "rw-------"));
    }
  }

  private Map<String, String> modes() throws IOException {
    var modes = new LinkedHashMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(one -> !one.toString().endsWith(".yml")).toList()) {
        modes.put(
            file.getFileName().toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return modes;
  }

  /** The attack: a shared lock on the file, held by a member of the group, froze the daemon. */
  @Test
  void memberOfTheGroup_reads_butNeitherChangesNorLocks_andAStrangerDoesNothing() throws Exception {
    assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "needs root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setAttribute(folder, "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
    try (var _ = fixture.daemon()) {
      Files.setAttribute(socket(), "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
      for (var name : List.of("certvigil.db", "certvigil.db-shm", "certvigil.db.lock")) {
        Files.setAttribute(folder.resolve(name), "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
        assertThat(as(GROUP, "open", folder.resolve(name))).isEqualTo("PermissionError");
      }
      assertThat(as(GROUP, "GET /api/v1/alerts", socket())).startsWith("HTTP/1.1 200");
      assertThat(as(GROUP, "POST /-/reload", socket()))
          .startsWith("HTTP/1.1 403")
          .contains("only the daemon's user and root may change something");
      assertThat(as(STRANGER, "GET /api/v1/alerts", socket())).isEqualTo("PermissionError");
      // The owner, who is root here, may; this daemon has no file to read again.
      assertThat(ofRoot("POST /-/reload", socket()))
          .startsWith("HTTP/1.1 500")
          .contains("cannot be reloaded");
    }
  }

  private static final String CLIENT =
      """
      import socket, sys
      words, path = sys.argv[1], sys.argv[2]
      try:
          if words == 'open':
              open(path, 'rb')
              print('opened')
          else:
              s = socket.socket(socket.AF_UNIX)
              s.connect(path)
              s.sendall((words + ' HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n').encode())
              while data := s.recv(65536):
                  print(data.decode(), end='')
      except PermissionError:
          print('PermissionError', end='')
      """;

  /** As a user who has no other rights than those of this group. */
  private static String as(int group, String words, Path path) throws Exception {
    return result(
        new ProcessBuilder(
            "setpriv",
            "--reuid",
            String.valueOf(STRANGER),
            "--regid",
            String.valueOf(group),
            "--clear-groups",
            "/usr/bin/python3",
            "-c",
            CLIENT,
            words,
            path.toString()));
  }

  private static String ofRoot(String words, Path path) throws Exception {
    return result(new ProcessBuilder("/usr/bin/python3", "-c", CLIENT, words, path.toString()));
  }

  private static String result(ProcessBuilder process) throws Exception {
    var result = CommandResult.of(process.directory(Path.of("/").toFile()), "");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }
}
