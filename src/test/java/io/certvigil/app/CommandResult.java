package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Exit code and output of a program that has ended. */
public record CommandResult(int exit, String out, String err) {
  static final Path LAUNCHER = Path.of("target/certvigil/bin/certvigil").toAbsolutePath();

  /**
   * Runs a command of the built distribution in this folder, with an environment without config and
   * token.
   */
  static CommandResult of(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDFLARE_"));
    builder.environment().remove("JAVA_HOME");
    return of(builder, "");
  }

  /** Runs a program with this standard input; fails if it does not end within five minutes. */
  public static CommandResult of(ProcessBuilder builder, String input)
      throws IOException, InterruptedException {
    var in = Files.writeString(Files.createTempFile("certvigil-in", ".txt"), input);
    var out = Files.createTempFile("certvigil-out", ".txt");
    var err = Files.createTempFile("certvigil-err", ".txt");
    try {
      builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
      var process = builder.start();
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(ended).as("%s ends", builder.command()).isTrue();
      return new CommandResult(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(in);
      Files.delete(out);
      Files.delete(err);
    }
  }
}
