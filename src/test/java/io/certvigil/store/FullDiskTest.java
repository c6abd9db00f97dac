package io.certvigil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.policy.DaemonHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a small file system of its own, which is full. Needs to be root. */
class FullDiskTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
    assumeTrue(mounted, "cannot mount a file system");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", "-l", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private void fill() {
    var block = new byte[4096];
    try {
      while (true) {
        Files.write(
            disk.resolve("junk"), block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void fullDisk_isFoundByWriting_andNothingIsLeft() throws Exception {
    try (var store = new SqliteEngine(disk).open()) {
      assertThat(store.writeProblem()).isEmpty();
      fill();
      var before = names();

      assertThat(store.writeProblem())
          .hasValue("1 MiB cannot be written to " + disk + ": No space left on device");
      assertThat(names()).isEqualTo(before);

      Files.delete(disk.resolve("junk"));
      assertThat(store.writeProblem()).isEmpty();
      assertThat(names()).doesNotContain("junk").noneMatch(name -> name.endsWith(".probe"));
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(disk)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void alert_saysWhatIsFreeWhenItIsRead() throws Exception {
    try (var store = new SqliteEngine(disk).open()) {
      var then = new DaemonHealth(List.of(), List.of(), null, "15 MiB left on " + disk);
      store.readings().decideSelf(StoreFixture.POLICY, then, NOW);
      fill();

      var alert = store.inventory().alerts(false, NOW).getFirst();

      assertThat(alert.summary())
          .startsWith("the store is low on space: the emergency reserve is used up, 0 MiB left")
          .contains(disk.toString());
      assertThat(store.inventory().events(1).getFirst().summary())
          .isEqualTo("the store is low on space: 15 MiB left on " + disk);
    }
  }
}
