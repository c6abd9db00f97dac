package io.certvigil.cloudflare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellFormedReaderTest {
  private static final String[] PARTS = {
    "\\ud800", "\\uDBFF", "\\udc00", "\\uDFFF", "\\u00e9", "\\n", "\\\\", "\\\"", "\\u12", "x", "u",
    "\\", "é", "d800"
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain|plain",
        "a\\ud800b|a\\ufffdb",
        "\\udc00|\\ufffd",
        "\\ud83d\\ude00|\\ud83d\\ude00",
        "\\ud800\\ud83d\\ude00|\\ufffd\\ud83d\\ude00",
        "\\ud800\\n|\\ufffd\\n",
        "\\\\ud800|\\\\ud800",
        "\\\\\\ud800|\\\\\\ufffd",
        "\\ud8|\\ud8",
        "\\|\\",
      })
  void loneSurrogate_isReplaced(String text, String expected) throws IOException {
    assertThat(read(new StringReader(text))).isEqualTo(expected);
  }

  /** However the text is split into parts, and wherever the buffer ends. */
  @Test
  void result_dependsOnTheTextOnly() throws IOException {
    var random = new Random(14);
    var text = new StringBuilder();
    for (int part = 0; part < 20_000; part++) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    var whole = text.toString();
    var expected = replaced(whole);

    assertThat(read(new StringReader(whole))).isEqualTo(expected);
    assertThat(read(inParts(whole, random))).isEqualTo(expected);
  }

  /** A parser reads on after an answer broke off. */
  @Test
  void brokenText_staysBroken() throws IOException {
    var broken =
        new Reader() {
          private int parts;

          @Override
          public int read(char[] to, int offset, int length) throws IOException {
            if (parts++ > 0) {
              throw new IOException("reset");
            }
            "{\"a\":".getChars(0, 5, to, offset);
            return 5;
          }

          @Override
          public void close() {}
        };
    try (var subject = new WellFormedReader(broken)) {
      assertThat(subject.read(new char[100], 0, 100)).isEqualTo(5);
      for (int time = 0; time < 3; time++) {
        assertThatThrownBy(() -> subject.read(new char[100], 0, 100)).hasMessage("reset");
      }
    }
  }

  private static String replaced(String text) {
    var pair = "\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}";
    var lone = "\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}";
    return Pattern.compile("(?s)" + pair + "|" + lone + "|\\\\u.{4}|\\\\[^u]")
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(found.group().matches(lone) ? "\\ufffd" : found.group()));
  }

  private static Reader inParts(String text, Random random) {
    return new Reader() {
      private int at;

      @Override
      public int read(char[] to, int offset, int length) {
        int some = Math.min(Math.min(1 + random.nextInt(20), length), text.length() - at);
        text.getChars(at, at + some, to, offset);
        at += some;
        return some == 0 ? -1 : some;
      }

      @Override
      public void close() {}
    };
  }

  private static String read(Reader text) throws IOException {
    var all = new StringBuilder();
    var some = new char[7];
    try (var reader = new WellFormedReader(text)) {
      for (int read = reader.read(some); read >= 0; read = reader.read(some)) {
        all.append(some, 0, read);
      }
    }
    return all.toString();
  }
}
