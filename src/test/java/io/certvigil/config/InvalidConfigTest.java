package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the messages for each {@code invalid-*.yml} with the {@code .txt} file of the same name.
 */
class InvalidConfigTest {
  private static final Path FILES = Path.of("src/test/resources/io/certvigil/config");

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> messages_ofEachFile() throws IOException {
    try (var files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(nameOf(file), () -> check(file)));
    }
  }

  private void check(Path file) throws IOException {
    var expected = Files.readAllLines(FILES.resolve(nameOf(file).replace(".yml", ".txt")));

    var problems = problems(file);

    assertThat(problems).isEqualTo(expected);
    assertThat(problems).noneMatch(line -> line.contains("SECRET"));
  }

  private List<String> problems(Path file) throws IOException {
    return new ConfigFolder(temp)
        .file("empty", "\n")
        .file(nameOf(file), Files.readString(file))
        .configFile(temp.resolve(nameOf(file)))
        .problems();
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
