package io.certvigil.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cli.CommandFixture;
import io.certvigil.cli.CommandRunner;
import io.certvigil.cli.InstantTicker;
import io.certvigil.store.LockHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload is a request to the daemon: no process is signalled. */
class ReloadCommandTest {
  @TempDir private Path folder;
  private CommandFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CommandFixture(folder, true);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void withoutADaemon_itSaysSo() {
    fixture
        .run("reload")
        .failsOnOneLine(1, "no daemon is running on " + folder.resolve("certvigil.db"));
  }

  @Test
  void daemonThatKeepsItsConfig_saysWhy() {
    try (var _ = fixture.daemon()) {
      fixture.run("reload").fails(2, "the config of this daemon cannot be reloaded");
    }
  }

  /** The lock's text was the number that was signalled; -1, as 4294967295, meant everybody. */
  @Test
  void numberInTheLockFile_isNotSignalled() throws Exception {
    var bystander = new ProcessBuilder("env", "--default-signal=HUP", "sleep", "60").start();
    var lock = folder.resolve("certvigil.db.lock");
    Files.writeString(lock, bystander.pid() + "\n");
    try (var _ = LockHolder.of(lock)) {
      new CommandRunner()
          .config(folder.resolve("certvigil.yml"))
          .time(new InstantTicker())
          .run("reload")
          .failsOnOneLine(4, "a daemon uses " + folder.resolve("certvigil.db"));

      assertThat(bystander.waitFor(2, TimeUnit.SECONDS)).as("it has ended").isFalse();
    } finally {
      bystander.destroyForcibly().waitFor();
    }
  }
}
