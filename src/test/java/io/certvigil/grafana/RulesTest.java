package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks what a rule must have besides a correct expression. */
class RulesTest {
  static final List<Path> CASES =
      List.of(
          Path.of("src", "test", "prometheus", "rules-test.yml"),
          Path.of("src", "test", "prometheus", "rules-day-test.yml"));

  private static final Path RUNBOOK = Path.of("docs", "RUNBOOK.md");
  private static final String BASE = "http://127.0.0.1:10365/runbook/";

  /** What a test case of promtool expects of an alert at a time: the labels of each firing one. */
  private record Expected(String alert, int minute, List<Map<String, Object>> labels) {
    boolean quiet() {
      return labels.isEmpty();
    }

    boolean shows(AlertRule rule) {
      return alert.equals(rule.alert())
          && labels.stream().anyMatch(found -> fits(rule, found, "severity"))
          && labels.stream().anyMatch(found -> fits(rule, found, "band"));
    }

    private static boolean fits(AlertRule rule, Map<String, Object> found, String label) {
      var wanted = rule.labels().getOrDefault(label, "");
      return wanted.contains("{{") || found.getOrDefault(label, "").equals(wanted);
    }
  }

  private static Stream<List<Expected>> cases() throws IOException {
    var all = Stream.<List<Expected>>builder();
    for (var file : CASES) {
      for (var group : AlertRule.list(AlertRule.yaml(file).getOrDefault("tests", List.of()))) {
        all.add(expected(AlertRule.map(group)));
      }
    }
    return all.build();
  }

  private static List<Expected> expected(Map<String, Object> group) {
    return AlertRule.list(group.getOrDefault("alert_rule_test", List.of())).stream()
        .map(AlertRule::map)
        .map(
            one ->
                new Expected(
                    AlertRule.text(one.getOrDefault("alertname", "")),
                    minute(AlertRule.text(one.getOrDefault("eval_time", ""))),
                    AlertRule.list(one.getOrDefault("exp_alerts", List.of())).stream()
                        .map(
                            alert ->
                                AlertRule.map(
                                    AlertRule.map(alert).getOrDefault("exp_labels", Map.of())))
                        .toList()))
        .toList();
  }

  private static int minute(String time) {
    assertThat(time).endsWith("m");
    return Integer.parseInt(time.substring(0, time.length() - 1));
  }

  @Test
  void everyAlert_staysQuiet_fires_andResolves_inItsCase() throws IOException {
    for (var rule : AlertRule.alerts()) {
      assertThat(cases().filter(some -> quietFiresResolves(rule, some)).count())
          .as(rule.title())
          .isPositive();
    }
  }

  private static boolean quietFiresResolves(AlertRule rule, List<Expected> some) {
    var mine = some.stream().filter(one -> one.alert().equals(rule.alert())).toList();
    return mine.stream()
        .filter(one -> one.shows(rule))
        .anyMatch(
            fires ->
                mine.stream().anyMatch(one -> one.quiet() && one.minute() < fires.minute())
                    && mine.stream().anyMatch(one -> one.quiet() && one.minute() > fires.minute()));
  }

  @Test
  void everyAlert_isQuiet_inAHealthyFleet() throws IOException {
    var well =
        cases()
            .filter(some -> some.stream().map(Expected::alert).distinct().count() > 10)
            .findFirst()
            .orElseThrow();

    assertThat(well).allMatch(Expected::quiet);
    assertThat(well.stream().map(Expected::alert).distinct())
        .containsExactlyInAnyOrderElementsOf(
            AlertRule.alerts().stream().map(AlertRule::alert).distinct().toList());
  }

  @Test
  void everyAlert_hasTextsAndASeverity() throws IOException {
    assertThat(AlertRule.alerts())
        .allSatisfy(
            rule -> {
              assertThat(rule.annotations())
                  .containsOnlyKeys("summary", "description", "runbook_url");
              assertThat(rule.annotations().values()).noneMatch(String::isBlank);
              assertThat(List.of("info", "warning", "critical", "{{ $labels.severity }}"))
                  .contains(rule.severity());
            });
  }

  @Test
  void everyAlert_hasItsHeadingInTheRunbook_andEveryHeadingItsAlert() throws IOException {
    var headings =
        Files.readString(RUNBOOK)
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).strip())
            .toList();

    assertThat(headings)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            AlertRule.alerts().stream().map(AlertRule::alert).distinct().toList());
    assertThat(AlertRule.alerts())
        .allSatisfy(
            rule ->
                assertThat(rule.annotations().get("runbook_url")).isEqualTo(BASE + rule.anchor()));
  }

  @Test
  void everySection_hasMeaning_impact_diagnosisAndFix() throws IOException {
    var sections = Files.readString(RUNBOOK).split("(?m)^### ");

    assertThat(Stream.of(sections).skip(1))
        .allSatisfy(
            section ->
                assertThat(section)
                    .contains("**Meaning.**", "**Impact.**", "**Diagnosis.**", "**Fix.**"));
  }

  @Test
  void thePageAboutMonitoring_listsEveryPanelAndRule() throws IOException {
    assertThat(Files.readString(MonitoringPage.PAGE).lines())
        .as("rows of %s", MonitoringPage.PAGE)
        .containsSubsequence(MonitoringPage.boards())
        .containsSubsequence(MonitoringPage.rules());
  }
}
