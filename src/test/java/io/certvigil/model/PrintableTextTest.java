package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.HostileText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void unprintable_isReplaced(String text) {
    assertThat(PrintableText.printable(text)).isFalse();
    HostileText.assertPrintable(PrintableText.of(text));
    HostileText.assertPrintable(PrintableText.line(text));
    HostileText.assertPrintable(PrintableText.escaped(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain  text", "é 😀 ❤️ مرحبا", "a\u00a0b\u202fc"})
  void ordinaryText_isUnchanged(String text) {
    assertThat(PrintableText.of(text)).isEqualTo(text);
    assertThat(PrintableText.line(text)).isEqualTo(text);
    assertThat(PrintableText.escaped(text)).isEqualTo(text);
  }

  @Test
  void eachMethod_hasItsReplacement() {
    assertThat(PrintableText.of("a\u001b\u202eb\n")).isEqualTo("a\ufffd\ufffdb\ufffd");
    assertThat(PrintableText.line("\na\u001b\u202eb\r\n")).isEqualTo("a b");
    assertThat(PrintableText.escaped("a\u001b\tb\r\n")).isEqualTo("a\\u001b\\tb\\r\\n");
  }

  @Test
  void cut_keepsCharactersWhole() {
    assertThat(PrintableText.truncated("😀😀😀", 2)).isEqualTo("😀😀");
    assertThat(PrintableText.line("😀😀😀", 2)).isEqualTo("😀…");
    assertThat(PrintableText.line("😀😀😀", 3)).isEqualTo("😀😀😀");
  }
}
