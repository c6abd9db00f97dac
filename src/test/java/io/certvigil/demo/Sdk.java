package io.certvigil.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The official SDK for TypeScript. Needs node, npm and the npm registry: a test is skipped without
 * them, and fails where {@code CI=true}.
 */
public final class Sdk {
  private static final Path SCRIPTS = Path.of("src/test/js");
  private static final Path WORK = Path.of("target/sdk");

  private Sdk() {}

  /** Installs it beside our scripts. */
  public static void install() throws IOException, InterruptedException {
    Files.createDirectories(WORK);
    for (var name : List.of("package.json", "list.mjs", "count.mjs")) {
      Files.copy(SCRIPTS.resolve(name), WORK.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    var npm =
        List.of(
            "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock");
    needed(
        run(npm, Map.of(), "npm.log") == 0, "npm cannot install the SDK, see target/sdk/npm.log");
  }

  /** What one of our scripts prints, run against this base URL. */
  public static List<String> run(String script, URI baseUrl)
      throws IOException, InterruptedException {
    var environment =
        Map.of(
            "CLOUDFLARE_BASE_URL", baseUrl.toString(),
            "CLOUDFLARE_API_TOKEN", SimulatedCloudflare.TOKEN.reveal());
    var status = run(List.of("node", script), environment, script + ".log");
    var lines = Files.readAllLines(WORK.resolve(script + ".log"));
    assertThat(status).as("the SDK's script: %s", String.join("\n", lines)).isZero();
    return lines;
  }

  /** The exit status; -1 where the program is missing or does not end. */
  private static int run(List<String> command, Map<String, String> environment, String log)
      throws InterruptedException {
    var builder = new ProcessBuilder(command).directory(WORK.toFile()).redirectErrorStream(true);
    builder.redirectOutput(WORK.resolve(log).toFile());
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

  private static void needed(boolean there, String reason) {
    if (Objects.equals(System.getenv("CI"), "true")) {
      assertThat(there).as(reason).isTrue();
    }
    assumeTrue(there, reason);
  }
}
