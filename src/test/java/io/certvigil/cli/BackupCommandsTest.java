package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandsTest {
  @TempDir Path folder;

  @Test
  void backupBesideADaemon_isRestoredAfterItsStop() throws IOException {
    var backup = folder.resolve("backup.db").toString();
    try (var fixture = new CommandFixture(folder, true)) {
      var alerts = fixture.run("alerts").out();
      try (var _ = fixture.daemon()) {
        assertThat(fixture.run("backup", backup).out())
            .isEqualTo("Backed up and verified: " + backup + "\n");
        assertThat(fixture.run("restore", backup).exit()).isEqualTo(4);
      }
      fixture.run("ack", "device-17");
      assertThat(fixture.run("alerts").out()).isNotEqualTo(alerts);

      var restored = fixture.run("restore", backup);

      assertThat(restored.exit()).isZero();
      assertThat(restored.out())
          .contains("The store that was there is now", "Restored: ", "Start the daemon now.");
      assertThat(fixture.run("alerts").out()).isEqualTo(alerts);
    }
  }

  @Test
  void mixture_isRefusedWithExitCode4() throws IOException {
    try (var fixture = new CommandFixture(folder, true)) {
      var file = folder.resolve("certvigil.db");
      Files.delete(file);
      Files.write(folder.resolve("certvigil.db-wal"), new byte[5000]);

      var output = fixture.run("sweep");

      assertThat(output.exit()).isEqualTo(4);
      assertThat(output.err()).contains("is missing, but its log", "certvigil restore BACKUP");
    }
  }

  @Test
  void unknownBackup_isNamed() throws IOException {
    try (var fixture = new CommandFixture(folder, true)) {
      var output = fixture.run("restore", folder.resolve("none.db").toString());

      assertThat(output.exit()).isEqualTo(4);
      assertThat(output.err()).contains("none.db is not a file");
    }
  }
}
