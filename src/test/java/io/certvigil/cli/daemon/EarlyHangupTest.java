package io.certvigil.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cli.ReadableProgram;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP while the daemon starts, as a real process. */
@Timeout(120)
class EarlyHangupTest {
  private static final String VERSION = "version=1.2.3\nrevision=test\n";

  @TempDir private Path folder;

  /**
   * The version file, which the program reads first, is a pipe: it stops there until the test
   * writes it.
   */
  @Test
  void signalBeforeTheConfigIsRead_doesNotEndTheDaemon() throws Exception {
    var classes = Files.createDirectories(folder.resolve("classes"));
    var pipe = classes.resolve("certvigil-version.properties");
    run("mkfifo", pipe.toString());
    var daemon = start(classes);
    var out = daemon.inputReader(StandardCharsets.UTF_8);
    try {
      try (var version = opened(pipe)) {
        run("kill", "-HUP", Long.toString(daemon.pid()));
        replace(pipe); // it is read once more
        version.write(VERSION.getBytes(StandardCharsets.UTF_8));
      }
      assertThat(lineWith(out, "certvigil started")).contains("1.2.3");

      run("kill", "-HUP", Long.toString(daemon.pid()));
      assertThat(lineWith(out, "changed config applied")).isNotEmpty();
      run("kill", "-TERM", Long.toString(daemon.pid()));
      assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(daemon.exitValue()).isZero();
    } finally {
      daemon.destroyForcibly();
    }
  }

  /** By a file with the same content. */
  private void replace(Path pipe) throws IOException {
    var file = Files.writeString(folder.resolve("version"), VERSION);
    Files.move(file, pipe, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Waits until the program reads it. */
  private static OutputStream opened(Path pipe) throws Exception {
    return CompletableFuture.supplyAsync(() -> open(pipe)).get(60, TimeUnit.SECONDS);
  }

  private static OutputStream open(Path pipe) {
    try {
      return Files.newOutputStream(pipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path first) throws IOException {
    var config =
        Files.writeString(
            folder.resolve("certvigil.yml"),
            """
            cloudflare:
              base_url: http://127.0.0.1:9
              credentials: { main: { api_token: x } }
            store: { url: "sqlite:%s" }
            web: { listen: "127.0.0.1:0" }
            """
                .formatted(folder.resolve("certvigil.db")));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path =
        Stream.concat(Stream.of(first), ReadableProgram.ownClassPath().stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            List.of(
                "env", // also where this build runs under nohup, whose children ignore SIGHUP
                "--default-signal=HUP",
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                "io.certvigil.cli.Main",
                "run",
                "--config",
                config.toString()))
        .redirectErrorStream(true)
        .start();
  }

  /** The first line that contains this text, awaited for a minute; empty if there is none. */
  private static String lineWith(BufferedReader out, String text) throws Exception {
    return CompletableFuture.supplyAsync(
            () -> out.lines().filter(line -> line.contains(text)).findFirst().orElse(""))
        .get(60, TimeUnit.SECONDS);
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
