package io.certvigil.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A replacement for systemd: a datagram socket in another program, because a receiver that uses the
 * code under test could contain the same mistake.
 */
public final class FakeSystemd implements AutoCloseable {
  private static final String SCRIPT =
      """
      import socket, sys
      name = sys.argv[1]
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind("\\0" + name[1:] if name[0] == "@" else name)
      print("bound", flush=True)
      while True:
          print(s.recv(4096).decode().replace("\\n", "|"), flush=True)
      """;

  private final Process process;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  /** Listens when the constructor returns. Without python3 the test is skipped; in CI it fails. */
  public FakeSystemd(String name) {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    assertThat(installed || System.getenv("CI") == null).as("python3 in CI").isTrue();
    assumeTrue(installed, "python3 is not installed");
    try {
      process = new ProcessBuilder("python3", "-c", SCRIPT, name).redirectErrorStream(true).start();
      var lines = process.inputReader(UTF_8);
      assertThat(lines.readLine()).isEqualTo("bound");
      Thread.ofVirtual().start(() -> listen(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen(BufferedReader lines) {
    try (lines) {
      lines.lines().forEach(messages::add);
    } catch (IOException | UncheckedIOException e) {
      messages.add("ended: " + e.getMessage()); // the test closed it
    }
  }

  /** The next message, with its lines joined by {@code |}. */
  public String next() throws InterruptedException {
    var message = messages.poll(60, TimeUnit.SECONDS);
    assertThat(message).as("message received within a minute").isNotNull();
    return message;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
