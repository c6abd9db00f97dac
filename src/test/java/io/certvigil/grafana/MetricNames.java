package io.certvigil.grafana;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;

/** Checks that the names in expressions exist in a scrape. */
final class MetricNames {
  /** Labels that Prometheus itself adds to every series. */
  private static final Set<String> OF_TARGETS = Set.of("job", "instance");

  private final SoftAssertions softly = new SoftAssertions();
  private final Map<String, Set<String>> known;
  private final Set<String> metrics = new HashSet<>();
  private final Set<List<String>> labels = new HashSet<>();

  /**
   * @param known the labels of each metric
   */
  MetricNames(Map<String, Set<String>> known) {
    this.known = Map.copyOf(known);
  }

  /** Each metric must exist with the labels of its selector; other labels on any of the metrics. */
  void check(String title, String expression) {
    var names = PromQl.of(expression);
    var around = new HashSet<>(names.made());
    for (var selector : names.selectors()) {
      var there = known.get(selector.metric());
      softly.assertThat(there).as("%s: metric %s", title, selector.metric()).isNotNull();
      if (there != null) {
        metrics.add(selector.metric());
        around.addAll(there);
        check(title, selector.metric(), selector.labels(), there);
      }
    }
    check(title, "grouping", names.groupings(), around);
  }

  private void check(String title, String of, Set<String> some, Collection<String> there) {
    for (var label : some) {
      if (!OF_TARGETS.contains(label)) {
        softly.assertThat(there).as("%s: label of %s", title, of).contains(label);
        labels.add(List.of(of, label));
      }
    }
  }

  int metrics() {
    return metrics.size();
  }

  /** Pairs of a metric and a label. */
  int labels() {
    return labels.size();
  }

  void assertAll() {
    softly.assertAll();
  }
}
