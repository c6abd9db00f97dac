package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.HostileText;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HostileConfigTest {
  @TempDir private Path temp;

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void problems_arePrintable(String text) {
    var typed = yaml(text);
    var folder =
        new ConfigFolder(temp)
            .config(
                """
                %s: 1
                cloudflare: { timeout: %s }
                watch: [ { credential: %s } ]
                """
                    .formatted(typed, typed, typed));

    assertThat(folder.problems()).isNotEmpty().allSatisfy(HostileText::assertPrintable);
  }

  /** With YAML escapes, because the parser rejects the characters themselves. */
  private static String yaml(String text) {
    return text.codePoints()
        .mapToObj("\\U%08x"::formatted)
        .collect(Collectors.joining("", "\"", "\""));
  }
}
