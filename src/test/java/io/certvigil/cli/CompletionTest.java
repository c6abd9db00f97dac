package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  private static final Path BASH = Path.of("/bin/bash");
  private static final Path MAN = Path.of("/usr/bin/man");

  @TempDir private Path temp;
  private final CommandRunner terminal = new CommandRunner();

  private Path printed(String... arguments) throws IOException {
    terminal.run(arguments).succeeds();
    return Files.writeString(temp.resolve("printed"), terminal.out());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("MANWIDTH", "200");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  @Tag("bash")
  void bash_completesCommandsAndOptions() throws Exception {
    assumeTrue(Files.isExecutable(BASH), "bash is not installed");
    var script = printed("completion");

    var output =
        run(
            BASH.toString(),
            "-c",
            """
            source %s
            COMP_WORDS=(certvigil outbox re) COMP_CWORD=2
            _complete_certvigil 2>/dev/null; echo "${COMPREPLY[@]}"
            COMP_WORDS=(certvigil list --expiring) COMP_CWORD=2
            _complete_certvigil 2>/dev/null; echo "${COMPREPLY[@]}"
            """
                .formatted(script));

    assertThat(output.lines()).containsExactly("replay", "--expiring-within");
  }

  @Test
  void manPage_namesEveryCommand() {
    terminal.run("completion", "--man");

    assertThat(terminal.out())
        .startsWith(".TH CERTVIGIL 1\n.SH NAME\ncertvigil \\- watches every certificate")
        .contains(".SS certvigil run\n", ".SS certvigil outbox replay", ".B \\-\\-expiring")
        .contains(".SS certvigil history KEY", ".SS certvigil diff\n", ".SS certvigil check\n")
        .doesNotContain("\\-\\-man\n");
  }

  @Test
  @Tag("man")
  void manPage_isParsedWithoutWarnings() throws Exception {
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(Files.isExecutable(MAN), "man is not installed");
    }
    var page = printed("completion", "--man");

    var shown = run(MAN.toString(), "--warnings", "-l", page.toString());

    assertThat(shown).doesNotContain("warning:").contains("certvigil list", "EXIT STATUS");
    assertThat(List.of(shown.split("\n", -1))).anyMatch(line -> line.contains("--config FILE"));
  }
}
