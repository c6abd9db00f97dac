package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  @ParameterizedTest
  @MethodSource("namedIds")
  void idsThatAreNamed(List<String> patterns, List<String> ids, boolean only) {
    assertThat(new Globs(patterns).ids()).isEqualTo(ids);
    assertThat(new Globs(patterns).hasOnlyIds()).isEqualTo(only);
  }

  static Stream<Arguments> namedIds() {
    var one = "023e105f4ecef8ad9ca31a8372d0c353";
    var other = "01a7362d577a6c3019a474fd6f485823";
    return Stream.of(
        Arguments.of(List.of("*"), List.of(), false),
        Arguments.of(List.of(one), List.of(one), true),
        Arguments.of(List.of(one, other, one), List.of(one, other), true),
        Arguments.of(List.of(one.toUpperCase(Locale.ROOT)), List.of(one), true),
        Arguments.of(List.of(one, "*.example"), List.of(one), false),
        Arguments.of(List.of(one, "!*.dev.example"), List.of(one), true),
        Arguments.of(List.of(one, other, "!" + other), List.of(one), true),
        Arguments.of(List.of("!" + one), List.of(), false),
        Arguments.of(List.of(one.substring(1)), List.of(), false));
  }

  private static Globs globs(String... patterns) {
    return new Globs(List.of(patterns));
  }
}
