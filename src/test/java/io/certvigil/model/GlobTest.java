package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GlobTest {
  @Test
  void matchesWhatTheRegularExpressionMatches() {
    var random = new Random(7);
    for (int run = 0; run < 20_000; run++) {
      var glob = text(random, "aB*?.", 1 + random.nextInt(6));
      var word = text(random, "Ab.", random.nextInt(8));

      assertThat(new Glob(glob).matches(word))
          .as(glob + " " + word)
          .isEqualTo(expected(glob, word));
    }
  }

  @Test
  void empty_matchesEverything() {
    assertThat(new Glob("").matches("anything")).isTrue();
  }

  private static boolean expected(String glob, String word) {
    var regex = new StringBuilder();
    for (var letter : glob.split("", -1)) {
      regex.append(
          switch (letter) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Pattern.quote(letter);
          });
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE).matcher(word).matches();
  }

  private static String text(Random random, String letters, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
