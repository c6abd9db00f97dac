package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlobsTest {
  private static final ResourceRef SHOP = new ResourceRef("023e105f4ecef8ad", "shop.example.com");

  @Test
  void star_matchesEverything() {
    assertThat(Globs.ALL.matches(SHOP)).isTrue();
  }

  @Test
  void idAndNameAndGlob_match() {
    assertThat(globs("023e105f4ecef8ad").matches(SHOP)).isTrue();
    assertThat(globs("shop.example.com").matches(SHOP)).isTrue();
    assertThat(globs("*.EXAMPLE.com").matches(SHOP)).isTrue();
    assertThat(globs("shop.example.co?").matches(SHOP)).isTrue();
  }

  @Test
  void dot_isLiteral() {
    assertThat(globs("shopxexample.com").matches(SHOP)).isFalse();
    assertThat(new Glob("shop.example.com").matches("shopxexample.com")).isFalse();
  }

  @Test
  void exclude_winsAtEveryPosition() {
    assertThat(globs("!*.example.com", "*").matches(SHOP)).isFalse();
    assertThat(globs("*", "!shop.*").matches(SHOP)).isFalse();
    assertThat(globs("*", "!*.dev.example").matches(SHOP)).isTrue();
  }

  @Test
  void excludesAlone_matchTheRest() {
    assertThat(globs("!other.example").matches(SHOP)).isTrue();
  }

  private static Globs globs(String... patterns) {
    return new Globs(List.of(patterns));
  }
}
