package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.app.DaemonsByMetricsMode;
import io.certvigil.grafana.Prometheus.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;

/** A daemon in each mode, and a real Prometheus that has scraped each of them several times. */
final class ScrapedDaemons implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration MISSED_SCRAPES = Duration.ofSeconds(20);

  final DaemonsByMetricsMode fleet;
  final Prometheus prometheus;
  private final Map<String, Set<String>> names = new TreeMap<>();

  ScrapedDaemons(Path folder) throws IOException {
    fleet = new DaemonsByMetricsMode(folder);
    prometheus =
        new Prometheus(folder, DaemonsByMetricsMode.MODES.stream().map(fleet::address).toList());
    fleet.start();
    // A counter with only one value so far has no increase.
    seen("min by (instance) (count_over_time(certvigil_certificates_expiring[1m])) >= 2");
    fleet.change();
    fleet.sweep();
    seen("count by (instance) (certvigil_reading_permitted == 0)");
    seen("count by (instance) (certvigil_api_token_expiry_timestamp_seconds)");
    seen("count by (instance) (certvigil_mirror_refreshes_total)");
    seen("count by (instance) (certvigil_notification_last_success_timestamp_seconds)");
    seen("count by (instance) (certvigil_notification_oldest_pending_timestamp_seconds)");
    seen("sum by (instance) (increase(certvigil_events_total[1m])) > 0");
    seen("sum by (instance) (increase(certvigil_notification_failures_total[1m])) > 0");
    for (var mode : DaemonsByMetricsMode.MODES) {
      ScrapedPage.of(fleet.address(mode))
          .forEach(
              (metric, labels) ->
                  names.computeIfAbsent(metric, _ -> new TreeSet<>()).addAll(labels));
    }
  }

  private void seen(String expression) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(prometheus.query(expression))
                    .hasSize(DaemonsByMetricsMode.MODES.size()));
  }

  /** The result of a panel's query if this daemon and nothing else is selected. */
  List<Series> answer(Dashboard.Target target, String mode) {
    var expression = Dashboard.substituted(target.expr(), fleet.address(mode));
    return target.range() ? prometheus.range(expression) : prometheus.query(expression);
  }

  /**
   * The metrics on the pages of all modes, each with its labels, and those that Prometheus and the
   * recording rules add.
   */
  Map<String, Set<String>> known(List<AlertRule> rules) {
    var known = new TreeMap<>(names);
    var labels = names.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    known.put("up", Set.of());
    rules.stream()
        .filter(rule -> !rule.records().isEmpty())
        .forEach(rule -> known.put(rule.records(), labels));
    return known;
  }

  /**
   * Retries: on a busy machine Prometheus may miss a scrape and have no data until the next one.
   */
  static void settled(ThrowingRunnable assertions) {
    await().atMost(MISSED_SCRAPES).untilAsserted(assertions);
  }

  @Override
  public void close() {
    prometheus.close();
    fleet.close();
  }
}
