package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.HostileText;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void longKey_isAnErrorOfOneShortLine() {
    var key = "k".repeat(129);
    var folder =
        new ConfigFolder(temp)
            .env("CLOUDFLARE_API_TOKEN", "t")
            .config(
                "%s: 1\nstore: { %s: 2, %s: 3 }\n".formatted("x".repeat(70), "y".repeat(128), key));

    assertThat(folder.problems())
        .containsExactly(
            "certvigil.yml:1:1: " + "x".repeat(60) + "...: unknown key",
            "certvigil.yml:2:10: store." + "y".repeat(60) + "...: unknown key",
            "certvigil.yml:2:143: store: a key must have at most 128 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "installation: &hunter2",
        "installation: *hunter2",
        "installation: !hunter2!x",
        "installation: &hunter2 &hunter2 x",
        "installation: !<hunter2",
        "%TAG !hunter2! tag:x\n%TAG !hunter2! tag:y\n---\ninstallation: x",
        "cloudflare: { credentials: { main: { api_token: *hunter2 } } }",
        "cloudflare: { credentials: { main: { api_token: &hunter2 } } }",
        "cloudflare: &hunter2 { timeout: *hunter2 }"
      })
  void problem_neverNamesAnAnchorOrTag(String yaml) {
    var folder = new ConfigFolder(temp).config(yaml);

    assertThat(folder.problems()).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void longValue_isAnError() {
    var folder = new ConfigFolder(temp).config("installation: " + "x".repeat(65_537));

    assertThat(folder.problems())
        .containsExactly("certvigil.yml:1:15: has more than 65536 characters");
  }

  @Test
  void longVariables_areAnError() {
    var folder =
        new ConfigFolder(temp)
            .env("CLOUDFLARE_API_TOKEN", "t")
            .env("BIG", "x".repeat(1000))
            .config("installation: \"" + "${BIG}".repeat(66) + "\"");

    assertThat(folder.problems())
        .containsExactly(
            "certvigil.yml:1:15: installation: has more than 65536 characters once variables are"
                + " replaced");
  }

  /** With YAML escapes, because the parser rejects the characters themselves. */
  private static String yaml(String text) {
    return text.codePoints()
        .mapToObj("\\U%08x"::formatted)
        .collect(Collectors.joining("", "\"", "\""));
  }
}
