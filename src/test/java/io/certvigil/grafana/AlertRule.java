package io.certvigil.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One rule of Prometheus.
 *
 * @param alert its name; empty for a recording rule
 * @param records the series that it records; empty for an alerting rule
 */
record AlertRule(
    String alert,
    String records,
    String expr,
    Map<String, String> labels,
    Map<String, String> annotations) {
  static final Path FILE = Path.of("grafana", "prometheus", "certvigil.rules.yml");

  AlertRule {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  static List<AlertRule> all() throws IOException {
    return list(yaml(FILE).getOrDefault("groups", List.of())).stream()
        .flatMap(group -> list(map(group).getOrDefault("rules", List.of())).stream())
        .map(rule -> of(map(rule)))
        .toList();
  }

  static List<AlertRule> alerts() throws IOException {
    return all().stream().filter(rule -> !rule.alert().isEmpty()).toList();
  }

  private static AlertRule of(Map<String, Object> rule) {
    return new AlertRule(
        text(rule.getOrDefault("alert", "")),
        text(rule.getOrDefault("record", "")),
        text(rule.getOrDefault("expr", "")),
        words(rule.getOrDefault("labels", Map.of())),
        words(rule.getOrDefault("annotations", Map.of())));
  }

  /** The anchor of its section in the runbook. */
  String anchor() {
    return alert.toLowerCase(Locale.ROOT);
  }

  /** Whether its severity does not depend on its result. */
  boolean hasFixedSeverity() {
    return !severity().contains("{{");
  }

  String severity() {
    return labels.getOrDefault("severity", "");
  }

  /** A unique title for people. */
  String title() {
    return alert.isEmpty() ? records : (alert + " " + labels.getOrDefault("band", "")).strip();
  }

  static Map<String, Object> yaml(Path file) throws IOException {
    var settings = LoadSettings.builder().build();
    return map(new Load(settings).loadFromString(Files.readString(file)));
  }

  @SuppressWarnings("unchecked") // YAML has no types
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  @SuppressWarnings("unchecked") // YAML has no types
  static List<Object> list(Object value) {
    return (List<Object>) Objects.requireNonNull(value);
  }

  static String text(Object value) {
    return String.valueOf(Objects.requireNonNull(value));
  }

  private static Map<String, String> words(Object value) {
    return map(value).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())));
  }
}
