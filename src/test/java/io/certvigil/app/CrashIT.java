package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash of Java leaves behind, with core dumps allowed by the shell. */
@Timeout(300)
class CrashIT {
  private static final String CANARY = "canary-of-the-environment";

  @TempDir private Path folder;

  private DaemonEnvironment site;
  private Path here;
  private Path logs;

  @BeforeEach
  void open() throws IOException {
    site = new DaemonEnvironment(folder);
    here = Files.createDirectory(folder.resolve("here"));
    var mode = PosixFilePermissions.fromString("rwx------");
    logs =
        Files.createDirectory(folder.resolve("logs"), PosixFilePermissions.asFileAttribute(mode));
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** A segmentation fault as the bug of a native library causes it. */
  private String crash(String signal, String logsDirectory) throws Exception {
    var log = folder.resolve("crash.txt");
    var script = "ulimit -c \"$(ulimit -H -c)\"; umask 0027; exec \"$0\" run --config \"$1\"";
    var config = folder.resolve("certvigil.yml").toString();
    var builder =
        new ProcessBuilder("/bin/sh", "-c", script, CommandResult.LAUNCHER.toString(), config);
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("CLOUDFLARE_API_TOKEN", CANARY);
    if (!logsDirectory.isEmpty()) {
      builder.environment().put("LOGS_DIRECTORY", logsDirectory);
    }
    var daemon =
        builder
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.readString(log).contains("web=") || !daemon.isAlive());
      var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(daemon.pid()));
      assertThat(CommandResult.of(kill, "").exit()).isZero();
      assertThat(daemon.onExit().get().exitValue()).isNotZero();
    } finally {
      daemon.destroyForcibly();
    }
    return Files.readString(log);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "ILL"})
  void crashOfAService_isReportedInThePrivateFolderOnly(String signal) throws Exception {
    crash(signal, logs + ":" + here);

    assertThat(files(here)).isEmpty();
    assertThat(files(logs)).hasSize(1);
    var report = files(logs).getFirst();
    assertThat(report.getFileName().toString()).matches("hs_err_[0-9]+\\.log");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report)))
        .endsWith("---");
    assertThat(report)
        .content()
        .contains("SIG" + signal)
        .doesNotContain(CANARY, "Core dump will be written");
  }

  @Test
  void crashWithoutAService_writesNoFile() throws Exception {
    var log = crash("SEGV", "");

    assertThat(log).contains("SIGSEGV").doesNotContain(CANARY);
    assertThat(files(here)).isEmpty();
    assertThat(files(logs)).isEmpty();
  }
}
