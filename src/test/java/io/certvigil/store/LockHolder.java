package io.certvigil.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that holds the lock of a file, without changing its text. */
public record LockHolder(Process process) implements AutoCloseable {
  private static final String SCRIPT =
      """
      import fcntl, sys
      f = open(sys.argv[1], 'r+')
      fcntl.lockf(f, fcntl.LOCK_EX)
      print('held', flush=True)
      sys.stdin.read()
      """;

  public static LockHolder of(Path file) throws IOException {
    var process = new ProcessBuilder("python3", "-c", SCRIPT, file.toString()).start();
    assertThat(process.inputReader().readLine()).isEqualTo("held");
    return new LockHolder(process);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
