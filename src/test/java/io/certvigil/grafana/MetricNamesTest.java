package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricNamesTest {
  private final MetricNames names =
      new MetricNames(Map.of("m", Set.of("a", "b"), "n", Set.of("c")));

  @Test
  void knownNames_pass() {
    names.check("panel", "sum by (a, job) (m{b=\"x\", instance=\"y\"}) * on (c) n");

    assertThatCode(names::assertAll).doesNotThrowAnyException();
  }

  @Test
  void missingMetric_isDetected() {
    names.check("panel", "rate(gone_total[5m])");

    assertThatThrownBy(names::assertAll).hasMessageContaining("panel: metric gone_total");
  }

  @Test
  void labelOfAnotherMetric_isDetected() {
    names.check("panel", "m{c=\"x\"} + n");

    assertThatThrownBy(names::assertAll).hasMessageContaining("panel: label of m");
  }

  @Test
  void groupingByAMissingLabel_isDetected() {
    names.check("panel", "sum by (d) (m)");

    assertThatThrownBy(names::assertAll).hasMessageContaining("panel: label of grouping");
  }
}
