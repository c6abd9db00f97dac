package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Exit code and output of a command of the built distribution. */
record CommandResult(int exit, String out, String err) {
  private static final Path LAUNCHER = Path.of("target/certvigil/bin/certvigil").toAbsolutePath();

  /** Runs a command in this folder, with an environment without config and token. */
  static CommandResult of(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    var out = Files.createTempFile("certvigil-out", ".txt");
    var err = Files.createTempFile("certvigil-err", ".txt");
    try {
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDFLARE_"));
      builder.environment().remove("JAVA_HOME");
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      var process = builder.start();
      boolean ended = process.waitFor(120, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("%s ends", command).isTrue();
      return new CommandResult(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
