import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Makes the Java runtime of the package with jlink, out of the JDK that runs this: {@code java
 * src/tools/RuntimeImage.java MODULES FOLDER}. A program of its own, because jlink leaves the
 * vendor and the build out of the image's {@code release} file unless it is given the JDK's; the
 * bill of materials and vulnerability scanners read that file.
 */
final class RuntimeImage {
  /** What no part of the program starts or loads: graphics, sound, and programs beside java. */
  private static final String LEFT_OUT =
      "glob:/java.desktop/lib/**,glob:/java.prefs/lib/**,regex:/[^/]+/bin/(?!java$).*";

  static void main(String... args) throws IOException {
    var jdk = Path.of(System.getProperty("java.home"));
    var output = Path.of(args[1]);
    var options =
        List.of(
            "--add-modules=" + args[0],
            "--exclude-files=" + LEFT_OUT,
            "--release-info=" + jdk.resolve("release"),
            "--no-header-files",
            "--no-man-pages",
            "--output=" + output);
    int exit =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(System.out, System.err, options.toArray(String[]::new));
    if (exit != 0) {
      System.exit(exit);
    }
    System.out.printf("%s: %,d kB%n", output, size(output) / 1024);
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(RuntimeImage::length).sum();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
