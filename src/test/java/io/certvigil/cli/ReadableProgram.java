package io.certvigil.cli;

import io.certvigil.app.CommandResult;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of this program that every user can read, with a folder for temporary files. Its commands
 * are processes of their own, because they may change their user.
 */
public record ReadableProgram(Path folder, String classPath, Path config) {
  /**
   * Copies the program.
   *
   * @param folder where every user may enter
   * @param config for all commands
   */
  static ReadableProgram copy(Path folder, Path config) throws IOException {
    var lib = Files.createDirectories(folder.resolve("lib"));
    Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
    var tmp = Files.createDirectories(folder.resolve("tmp"));
    Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
    var copies = new ArrayList<String>();
    for (var part : ownClassPath()) {
      var copy = lib.resolve(copies.size() + "-" + part.getFileName());
      copyAll(part, copy);
      copies.add(copy.toString());
    }
    return new ReadableProgram(folder, String.join(File.pathSeparator, copies), config);
  }

  /** Of this process, whether Maven or the console of JUnit has made it. */
  public static List<Path> ownClassPath() {
    var parts =
        Main.class.getClassLoader() instanceof URLClassLoader loader
            ? Stream.of(loader.getURLs()).map(ReadableProgram::uri).map(Path::of)
            : Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of);
    return parts.filter(Files::exists).filter(part -> !isOfTests(part)).toList();
  }

  private static boolean isOfTests(Path part) {
    return part.getFileName().toString().matches("test-classes|(archunit|assertj|junit|jackson).*");
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
    }
  }

  private static void copyOne(Path file, Path copy) {
    try {
      Files.copy(file, copy);
      var mode = Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--";
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one command as the user of this process. */
  CommandResult run(String... words) throws IOException, InterruptedException {
    return CommandResult.of(process(words), "");
  }

  /** Runs one command as a user who has no other rights than those of this group. */
  CommandResult runAs(int uid, int gid, String... words) throws IOException, InterruptedException {
    var process = process(words);
    var all =
        new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
    all.addAll(process.command());
    return CommandResult.of(process.command(all), "");
  }

  ProcessBuilder process(String... words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-cp",
                classPath,
                Main.class.getName()));
    command.addAll(List.of(words));
    command.addAll(List.of("--config", config.toString()));
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  /** What the user with this number owns below a folder. */
  static List<Path> owned(int uid, Path below) throws IOException {
    try (var files = Files.walk(below)) {
      return files.filter(file -> uid(file) == uid).toList();
    }
  }

  private static int uid(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
