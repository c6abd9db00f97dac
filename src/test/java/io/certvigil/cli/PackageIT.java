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

/** Checks the packages of the build with Debian's tools. */
class PackageIT {
  private static final Path TARGET = Path.of("target");

  @TempDir private Path temp;

  private static Path only(String glob) throws IOException {
    try (var found = Files.newDirectoryStream(TARGET, glob)) {
      var files = found.iterator();
      assertThat(files.hasNext()).as("target/" + glob).isTrue();
      return files.next().toAbsolutePath();
    }
  }

  private static void need(String program) {
    boolean installed = Files.isExecutable(Path.of("/usr/bin", program));
    assertThat(installed || System.getenv("CI") == null).as(program + " in CI").isTrue();
    assumeTrue(installed, program + " is not installed");
  }

  private String run(String... command) throws IOException, InterruptedException {
    var out = temp.resolve("output");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    var process = builder.redirectOutput(out.toFile()).start();
    process.waitFor();
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Test
  @Tag("dpkg")
  void deb_hasWhatAServiceNeeds() throws Exception {
    need("dpkg-deb");

    var output = run("dpkg-deb", "--contents", only("certvigil_*.deb").toString());

    assertThat(output)
        .contains(
            " ./etc/certvigil/certvigil.yml\n",
            " ./lib/systemd/system/certvigil.service\n",
            " ./usr/bin/certvigil -> ../lib/certvigil/bin/certvigil\n",
            " ./usr/share/bash-completion/completions/certvigil\n",
            " ./usr/share/man/man1/certvigil.1.gz\n")
        .doesNotContain(TARGET.toAbsolutePath().toString());
    assertThat(run("dpkg-deb", "--info", only("certvigil_*.deb").toString(), "conffiles"))
        .isEqualToIgnoringNewLines("/etc/certvigil/certvigil.yml");
  }

  @Test
  @Tag("dpkg")
  void deb_includesAllDocuments() throws Exception {
    need("dpkg-deb");
    var output = run("dpkg-deb", "--contents", only("certvigil_*.deb").toString());

    try (var files = Files.walk(Path.of("docs"))) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSizeGreaterThan(15)
          .allSatisfy(
              file -> assertThat(output).contains(" ./usr/share/doc/certvigil/" + file + "\n"));
    }
  }

  @Test
  @Tag("dpkg")
  void deb_includesItsJava() throws Exception {
    need("dpkg-deb");
    run("dpkg-deb", "--extract", only("certvigil_*.deb").toString(), temp.toString());
    var home = temp.resolve("usr/lib/certvigil");

    var output = run(home.resolve("bin/certvigil").toString(), "version");

    assertThat(output).startsWith("certvigil ").contains("\nJava 25");
    assertThat(home.resolve("runtime/bin/java")).isExecutable();
  }

  /** The demo needs every library, so that a module that jlink left out is detected here. */
  @Test
  @Tag("dpkg")
  void deb_includesEveryJavaModuleThatItNeeds() throws Exception {
    need("dpkg-deb");
    run("dpkg-deb", "--extract", only("certvigil_*.deb").toString(), temp.toString());
    var launcher = temp.resolve("usr/lib/certvigil/bin/certvigil").toString();
    var demo = new ProcessBuilder(launcher, "demo").redirectErrorStream(true).start();

    try (var lines = demo.inputReader(StandardCharsets.UTF_8)) {
      var output = lines.lines().takeWhile(line -> !line.contains("Status page")).toList();

      assertThat(demo.isAlive()).as(String.join("\n", output)).isTrue();
    } finally {
      demo.destroy();
      demo.onExit().join();
    }
  }

  @Test
  @Tag("lintian")
  void lintian_findsNoError() throws Exception {
    need("lintian");

    var output = run("lintian", only("certvigil_*.deb").toString());

    assertThat(output.lines()).noneMatch(line -> line.startsWith("E:"));
  }

  @Test
  void archive_exists() throws IOException {
    assertThat(only("certvigil-*.tar.gz")).isNotEmptyFile();
  }

  @Test
  void maintainerScripts_areValidShell() throws Exception {
    for (var script : List.of("postinst", "prerm", "postrm")) {
      assertThat(run("/bin/sh", "-n", "src/deb/control/" + script)).isEmpty();
    }
  }
}
