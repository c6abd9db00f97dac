package io.certvigil;

import com.google.gson.Gson;
import io.certvigil.app.CommandResult;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.JDBC;

/** Runs a program of src/tools as the build does: from its source, on the JDK of the tests. */
final class BuildTool {
  private BuildTool() {}

  static CommandResult run(Path folder, String tool, String... arguments)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin/java");
    var source = Path.of("src/tools", tool).toAbsolutePath();
    var command =
        new ArrayList<>(
            List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Stream.of(Gson.class, JDBC.class)
                    .map(BuildTool::jar)
                    .collect(Collectors.joining(File.pathSeparator)),
                source.toString()));
    command.addAll(List.of(arguments));
    return CommandResult.of(new ProcessBuilder(command).directory(folder.toFile()), "");
  }

  private static String jar(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
