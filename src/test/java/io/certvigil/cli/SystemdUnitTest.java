package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the shipped unit with the tools of systemd. */
@Tag("systemd-analyze")
class SystemdUnitTest {
  private static final Path UNIT = Path.of("systemd/certvigil.service");
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final Pattern SCORE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

  @TempDir private Path temp;

  @BeforeEach
  void needsTheTool() {
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not installed");
    }
  }

  @Test
  void unit_isValid() throws Exception {
    var output = analyze("verify", "--man=no", installed().toString());

    assertThat(output).doesNotContain("certvigil.service");
  }

  @Test
  void backupUnits_areValid_andExposeLittle() throws Exception {
    var service = Files.readString(Path.of("systemd/certvigil-backup.service"));
    assertThat(service).contains("ExecStart=/usr/bin/certvigil backup --replace /var/lib/");
    var unit =
        Files.writeString(
            temp.resolve("certvigil-backup.service"),
            service.replace("/usr/bin/certvigil", "/bin/true"));
    var timer =
        Files.copy(
            Path.of("systemd/certvigil-backup.timer"), temp.resolve("certvigil-backup.timer"));

    var verified = analyze("verify", "--man=no", unit.toString(), timer.toString());
    var output = analyze("security", "--offline=true", "--no-pager", unit.toString());

    assertThat(verified).doesNotContain("certvigil-backup");
    var score = SCORE.matcher(output);
    assertThat(score.find()).as(output).isTrue();
    assertThat(Double.parseDouble(score.group(1))).isLessThanOrEqualTo(1.3);
  }

  @Test
  void exposure_isLow() throws Exception {
    var output = analyze("security", "--offline=true", "--no-pager", installed().toString());

    var score = SCORE.matcher(output);
    assertThat(score.find()).as(output).isTrue();
    assertThat(Double.parseDouble(score.group(1))).isLessThanOrEqualTo(1.3);
  }

  /** Its memory and Java's crash reports can contain secrets. */
  @Test
  void unit_leavesNoSecretsOfItsMemory() throws Exception {
    assertThat(Files.readAllLines(UNIT))
        .contains("LimitCORE=0", "LogsDirectory=certvigil", "LogsDirectoryMode=0700", "UMask=0027");
  }

  /** The unit with a program that exists here; the launcher exists only after an installation. */
  private Path installed() throws IOException {
    var unit = Files.readString(UNIT);
    assertThat(unit).contains("ExecStart=/usr/bin/certvigil run");
    return Files.writeString(
        temp.resolve("certvigil.service"), unit.replace("/usr/bin/certvigil", "/bin/true"));
  }

  private static String analyze(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(ANALYZE.toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
