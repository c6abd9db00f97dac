package io.certvigil.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', '', true",
    "'', *, '', '', '', true",
    "'', '', *, **, ?*, true",
    "'', '', '', '!nothing', '', true",
    "'', '', '', '', '!nothing', true",
    "k1, '', '', '', '', false",
    "'', origin_ca, '', '', '', false",
    "'', '', *.example, '', '', false",
    "'', *, *, edge-*, '', false",
    "'', '', '', '', platform, false",
    "'', '', !a, edge-*, '', false"
  })
  void silenceOfEverything_hasOnlyWildcards(
      String key, String source, String zone, String name, String team, boolean everything) {
    Map<String, String> labels = team.isEmpty() ? Map.of() : Map.of("team", team);
    var match = new Matcher(source, zone, "", name, labels);
    var end = NOW.plus(Duration.ofHours(1));
    var silence = new Silence("s1", key, match, NOW, end, "ann", "moving house", NOW);

    assertThat(silence.coversEverything()).isEqualTo(everything);
  }

  @Test
  void matchers_areTheConditionsAsTheyAreTyped() {
    var match = new Matcher("origin_ca", "*.shop.example", "", "edge-*", Map.of("team", "shop"));
    var silence =
        new Silence("s1", "k1", match, NOW, NOW.plusSeconds(1), "ann", "moving house", NOW);

    assertThat(silence.matchers())
        .containsExactly(
            "key=k1", "source=origin_ca", "zone=*.shop.example", "name=edge-*", "label.team=shop");
  }
}
