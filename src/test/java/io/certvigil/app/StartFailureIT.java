package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.systemd.FakeSystemd;
import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed starts of the process: one line that says what to do, and the exit code. */
@Tag("python3")
class StartFailureIT {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final int PAGE = 4096;

  @TempDir Path folder;

  private Path state;
  private String web = "listen: \"127.0.0.1:0\"";

  private record FailedStart(int exit, String err, String status) {}

  @BeforeEach
  void make() throws IOException {
    // For other users too, because root may read and write with any permissions.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    state = Files.createDirectory(folder.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private Path database() {
    return state.resolve("certvigil.db");
  }

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("certvigil.yml"),
        """
        cloudflare:
          base_url: http://127.0.0.1:9/client/v4
          credentials: { main: { api_token: "x" } }
        store: { url: "sqlite:%s" }
        web: { %s }
        """
            .formatted(database(), web));
  }

  private FailedStart run() throws Exception {
    return run(List.of(), config());
  }

  /** Under a service manager that receives the status on its socket. */
  private FailedStart run(List<String> as, Path config) throws Exception {
    var socket = folder.resolve("notify");
    Files.deleteIfExists(socket);
    try (var manager = new FakeSystemd(socket.toString())) {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
      var command = new ArrayList<>(as);
      command.addAll(
          List.of(CommandResult.LAUNCHER.toString(), "run", "--config", config.toString()));
      var builder = new ProcessBuilder(command);
      builder.environment().put("NOTIFY_SOCKET", socket.toString());
      builder.environment().remove("JAVA_HOME");
      var result = CommandResult.of(builder, "");
      var status = manager.next();
      while (!status.startsWith("STATUS=failed")) {
        status = manager.next();
      }
      return new FailedStart(result.exit(), result.err(), status);
    }
  }

  private static List<String> asNobody() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    assumeTrue(
        Files.isExecutable(SETPRIV), "root ignores permissions, and setpriv is not installed");
    return List.of(SETPRIV.toString(), "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  private static void check(FailedStart failed, int exit, String... words) {
    assertThat(failed.exit()).as(failed.err()).isEqualTo(exit);
    var lines = failed.err().lines().filter(line -> !line.contains(" WARN ")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).contains(words).doesNotContain("Exception", "\tat ");
    assertThat(failed.status()).contains(words);
  }

  /** The database of a daemon that ran once. */
  private void once() throws Exception {
    var outcome = CommandResult.of(folder, "sweep", "--config", config().toString());
    assertThat(outcome.exit()).as(outcome.err()).isEqualTo(3);
    assertThat(Files.size(database())).isGreaterThan(PAGE * 10L);
  }

  @Test
  void portInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      web = "listen: \"127.0.0.1:" + taken.getLocalPort() + "\"";

      check(run(), 2, "web.listen: 127.0.0.1:" + taken.getLocalPort() + " is in use");
    }
  }

  @Test
  void otherMachinesWithoutUsers() throws Exception {
    web = "listen: \"0.0.0.0:0\"";

    check(run(), 2, "certvigil.yml:5:8: web.listen: is reachable from other machines");
  }

  @Test
  void noConfig() throws Exception {
    check(run(List.of(), folder.resolve("not-there.yml")), 2, "there is no such file");
  }

  @Test
  void unreadableKey() throws Exception {
    var ours = new TestAuthority().issue("CN=web");
    var cert = TestAuthority.write(folder.resolve("web.crt"), ours.certificate());
    var key = TestAuthority.write(folder.resolve("web.key"), ours.key());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    if (asNobody().isEmpty()) {
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("---------"));
    }
    web += ", tls: { cert_file: \"%s\", key_file: \"%s\" }".formatted(cert, key);

    check(run(asNobody(), config()), 2, "web.tls.key_file: " + key, "is not readable by user");
  }

  @Test
  void keyOfAnotherCertificate() throws Exception {
    var authority = new TestAuthority();
    var cert =
        TestAuthority.write(folder.resolve("web.crt"), authority.issue("CN=web").certificate());
    var key = TestAuthority.write(folder.resolve("web.key"), authority.issue("CN=web").key());
    web += ", tls: { cert_file: \"%s\", key_file: \"%s\" }".formatted(cert, key);

    check(run(), 2, "web.tls.key_file: " + key + " is not the key of");
  }

  @Test
  void stateFolderThatIsMissing() throws Exception {
    Files.delete(state);

    check(run(), 4, "its folder does not exist; create " + state);
  }

  @Test
  void stateFolderThatCannotBeWritten() throws Exception {
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("r-xr-xr-x"));

    check(run(asNobody(), config()), 4, "its folder cannot be written; make " + state);
  }

  @Test
  void newerDatabase() throws Exception {
    once();
    var written = new DaemonDatabase(database());
    written.execute("UPDATE meta SET value = '9.1.0' WHERE name = 'program'");
    written.execute("PRAGMA user_version = 99");
    check(run(), 4, "was written by certvigil 9.1.0", "install that version again");
  }

  @Test
  void damagedDatabase() throws Exception {
    once();
    try (var channel = FileChannel.open(database(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(PAGE * 4), 100);
    }

    check(run(), 4, database() + " is damaged: restore a backup");
  }

  @Test
  void truncatedDatabase() throws Exception {
    once();
    try (var channel = FileChannel.open(database(), StandardOpenOption.WRITE)) {
      channel.truncate(PAGE * 3);
    }

    check(run(), 4, database() + " is damaged: restore a backup");
  }

  @Test
  void damageDeepInTheDatabase_isReportedWhenItIsRead() throws Exception {
    once();
    long size = Files.size(database());
    try (var channel = FileChannel.open(database(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate((int) (size - PAGE * 4)), PAGE * 4L);
    }

    check(run(), 4, database() + " is damaged: restore a backup");
  }

  @Test
  void textInsteadOfADatabase() throws Exception {
    Files.writeString(database(), "this is no database, but it is long enough to look at\n");

    check(run(), 4, database() + " is damaged: restore a backup, or move the file away");
  }

  @Test
  void everyProblemOfAConfig_isALine_andTheFirstIsTheStatus() throws Exception {
    web = "listen: here, lisen: there";

    var failed = run();

    assertThat(failed.exit()).isEqualTo(2);
    assertThat(failed.err().lines())
        .hasSize(2)
        .allMatch(line -> line.matches(Pattern.quote(folder.toString()) + "/\\S+:5:\\d+: web.*"));
    assertThat(failed.status()).contains("web.listen", "(and 1 more)");
  }
}
