package io.certvigil.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "@x", "-1+1"})
  void formula_isQuotedWithAnApostrophe(String text) {
    assertThat(Csv.row(List.of(text))).isEqualTo("'" + text + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-3", "0", "plain", "a=b", ""})
  void otherText_isUnchanged(String text) {
    assertThat(Csv.row(List.of(text))).isEqualTo(text + "\r\n");
  }

  @Test
  void commasAndQuotes_areQuoted() {
    assertThat(Csv.row(List.of("a,\"b\"", "d"))).isEqualTo("\"a,\"\"b\"\"\",d\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\tx", "\nx", "\rx", "\u202ex"})
  void unprintableCharacter_isReplaced(String text) {
    assertThat(Csv.row(List.of(text))).isEqualTo("\ufffdx\r\n");
  }
}
