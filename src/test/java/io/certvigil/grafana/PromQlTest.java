package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.grafana.PromQl.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
  @Test
  void metrics_comeWithTheLabelsOfTheirBraces() {
    var names =
        PromQl.of("sum(rate(a_total{x=~\"b|{c}\", y!='}'}[5m])) / on () b:c:d offset 1d > 3e2");

    assertThat(names.selectors())
        .containsExactly(
            new Selector("a_total", Set.of("x", "y")), new Selector("b:c:d", Set.of()));
  }

  @Test
  void groupings_areLabels_keywordsAreNot() {
    var names =
        PromQl.of(
            "topk(5, sum by (a, b) (m)) * on (c) group_left (d) n unless ignoring(e) o or"
                + " vector(1)");

    assertThat(names.groupings()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(names.selectors().stream().map(Selector::metric)).containsExactly("m", "n", "o");
  }

  @Test
  void labelReplace_createsALabel() {
    var names = PromQl.of("label_replace(m{a=\"x\"}, \"week\", \"0$1\", \"source\", \"(.)\")");

    assertThat(names.made()).containsExactly("week");
    assertThat(names.selectors()).containsExactly(new Selector("m", Set.of("a")));
  }

  @Test
  void bracesWithoutAMetric_areRefused() {
    assertThatThrownBy(() -> PromQl.of("sum({job=\"x\"})"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a metric");
  }
}
