package io.certvigil.notify.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.demo.FreePort;
import io.certvigil.net.SocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Exim on loopback with a configuration, a spool and a port of its own; the instance of
 * the system is not touched. It accepts mail for example.com, and no client that names itself
 * {@code bad...}. It asks the test before it greets and before it answers the final dot.
 */
final class EximServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/exim4");
  private static final String USER = "Debian-exim";

  private final SocketServer questions = new SocketServer(this::answer);
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> asked =
      Map.of("greeting", new CountDownLatch(1), "dot", new CountDownLatch(1));
  private final Path spool;
  private final int port;
  private final Process process;

  EximServer(Path folder) throws IOException {
    port = FreePort.any();
    spool = Files.createDirectories(folder.resolve("spool"));
    var owner = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
    Files.setOwner(folder, owner);
    Files.setOwner(spool, owner);
    var config = Files.writeString(folder.resolve("exim.conf"), config(folder));
    process =
        new ProcessBuilder(PROGRAM.toString(), "-C", config.toString(), "-bdf")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    await().atMost(20, TimeUnit.SECONDS).until(this::listens);
  }

  /** Skips the test where Exim cannot run; a missing program fails in CI. */
  static void require() {
    boolean there = Files.isExecutable(PROGRAM);
    assertThat(there || !"true".equals(System.getenv("CI"))).as("exim4 is there in CI").isTrue();
    assumeTrue(there, "exim4 is not installed (Debian package exim4-daemon-light)");
    assumeTrue("root".equals(System.getProperty("user.name")), "exim4 as a daemon needs root");
  }

  private String config(Path folder) {
    return """
    spool_directory = FOLDER/spool
    log_file_path = FOLDER/spool/%slog
    pid_file_path = FOLDER/spool/pid
    primary_hostname = mail.example.com
    daemon_smtp_ports = PORT
    local_interfaces = 127.0.0.1
    domainlist local_domains = example.com
    smtp_banner = $smtp_active_hostname ESMTP
    tls_advertise_hosts =
    host_lookup =
    queue_only = true
    keep_environment =
    acl_smtp_connect = greeting
    acl_smtp_helo = helo
    acl_smtp_rcpt = rcpt
    acl_smtp_data = dot
    begin acl
    greeting:
      accept condition = ${if eq{${readsocket{inet:127.0.0.1:ASK}{greeting}{300s}}}{yes}}
    helo:
      deny condition = ${if match{$sender_helo_name}{^bad}}
           message = Helo command rejected: Access denied
      accept
    rcpt:
      accept domains = +local_domains
      deny message = relay not permitted
    dot:
      accept condition = ${if eq{${readsocket{inet:127.0.0.1:ASK}{dot}{300s}}}{yes}}
    begin routers
    drop:
      driver = redirect
      data = :blackhole:
    """
        .replace("FOLDER", folder.toString())
        .replace("PORT", Integer.toString(port))
        .replace("ASK", Integer.toString(questions.port()));
  }

  private boolean listens() {
    try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void answer(Socket connection) throws IOException {
    var buffer = new byte[100];
    int length = connection.getInputStream().read(buffer);
    var question = new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    var latch = held.get(question);
    if (latch != null) {
      asked.getOrDefault(question, latch).countDown();
      awaitRelease(latch);
    }
    connection.getOutputStream().write("yes".getBytes(StandardCharsets.US_ASCII));
  }

  private static void awaitRelease(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return port;
  }

  /** From now on, the greeting or the answer to the final dot waits until it is released. */
  void hold(String step) {
    held.put(step, new CountDownLatch(1));
  }

  void awaitHeld(String step) {
    var latch = Objects.requireNonNull(asked.get(step));
    await().atMost(20, TimeUnit.SECONDS).until(() -> latch.getCount() == 0);
  }

  void release(String step) {
    Objects.requireNonNull(held.remove(step)).countDown();
  }

  /** The number of mails in the spool. */
  long queued() throws IOException {
    try (var files = Files.walk(spool)) {
      return files.filter(file -> file.getFileName().toString().endsWith("-D")).count();
    }
  }

  @Override
  public void close() {
    held.values().forEach(CountDownLatch::countDown);
    var sessions = process.descendants().toList();
    process.destroy();
    // They write to the spool, also after their client is gone.
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> !process.isAlive() && sessions.stream().noneMatch(ProcessHandle::isAlive));
    questions.close();
  }
}
