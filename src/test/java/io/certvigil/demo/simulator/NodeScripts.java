package io.certvigil.demo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Node scripts of the tests, with their npm dependencies. Needs node, npm and the npm registry: a
 * test is skipped without them, and fails if {@code CI=true}.
 *
 * @param scripts the directory of the scripts and their package.json
 * @param work the directory in which they are installed
 */
public record NodeScripts(Path scripts, Path work) {

  /** Copies the scripts and installs their dependencies. */
  public void install() throws IOException, InterruptedException {
    Files.createDirectories(work);
    try (var files = Files.newDirectoryStream(scripts, "*.{json,mjs}")) {
      for (var file : files) {
        var copy = work.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    var npm =
        List.of(
            "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock");
    assumeOrFail(
        status(npm, Map.of(), "npm.log") == 0,
        "npm cannot install the dependencies of %s, see %s/npm.log".formatted(scripts, work));
  }

  /** Runs a script and returns its output; fails if the script fails. */
  public List<String> run(String script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    var status = status(command, environment, script + ".log");
    var lines = Files.readAllLines(work.resolve(script + ".log"));
    assertThat(status).as("%s: %s", script, String.join("\n", lines)).isZero();
    return lines;
  }

  /** The exit status; -1 if the program is missing or does not finish. */
  private int status(List<String> command, Map<String, String> environment, String log)
      throws InterruptedException {
    var builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
    builder.redirectOutput(work.resolve(log).toFile());
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      if (process.waitFor(5, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Skips the test if something is missing, but fails it if {@code CI=true}. */
  public static void assumeOrFail(boolean there, String reason) {
    if (Objects.equals(System.getenv("CI"), "true")) {
      assertThat(there).as(reason).isTrue();
    }
    assumeTrue(there, reason);
  }
}
