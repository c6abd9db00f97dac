package io.certvigil.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceTest {
  private static String shown(String text) {
    return new Html().add("{}", new Html.Sentence(text)).toString();
  }

  @Test
  void moment_isShownAsTheOthersOfItsRow() {
    assertThat(shown("a<b expires in 13 d (2026-12-04T20:00Z); <2>"))
        .isEqualTo(
            "a&lt;b expires in 13 d (<time datetime='2026-12-04T20:00:00Z'"
                + " title='2026-12-04T20:00:00Z (UTC)'>2026-12-04 20:00</time>); &lt;2&gt;");
  }

  @Test
  void whatOnlyLooksLikeAMoment_staysText() {
    assertThat(shown("2026-99-04T20:00Z")).isEqualTo("2026-99-04T20:00Z");
    assertThat(shown("")).isEmpty();
  }
}
