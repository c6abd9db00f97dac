package io.certvigil.grafana;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The expected tables of the documentation page about monitoring. */
final class MonitoringPage {
  static final Path PAGE = Path.of("docs", "MONITORING.md");
  private static final String VALUE = "\\{\\{.*?}}";

  private MonitoringPage() {}

  /** One row for each board, with its panels in their order. */
  static List<String> boards() {
    return Dashboard.all().stream()
        .map(
            board ->
                "| *%s* | %s |"
                    .formatted(
                        board.json().get("title").getAsString().replace("Certvigil / ", ""),
                        board.panels().stream()
                            .map(panel -> panel.json().get("title").getAsString())
                            .collect(Collectors.joining(" · "))))
        .toList();
  }

  /** One row for each alerting rule. */
  static List<String> rules() throws IOException {
    return AlertRule.alerts().stream()
        .map(
            rule ->
                "| [%s](RUNBOOK.md#%s) | %s | %s |"
                    .formatted(
                        rule.title(),
                        rule.anchor(),
                        rule.hasFixedSeverity() ? rule.severity() : "critical, warning",
                        rule.annotations().getOrDefault("summary", "").replaceAll(VALUE, "…")))
        .toList();
  }
}
