package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.app.DaemonsByMetricsMode;
import io.certvigil.grafana.Prometheus.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real Prometheus scrapes the daemon in each mode of {@code metrics.certificates}; the query of
 * every panel, variable and rule must return the expected result. Grafana itself is not used.
 */
@Tag("prometheus")
class DashboardsIT {
  private static final Pattern PROMQL = Pattern.compile("(?s)```promql\n(.*?)```");

  private static final Pattern PAGE = Pattern.compile("\\$\\{certvigil_url:raw}([^\"]*)");

  /** Empty here: it shows only what rose, and nothing did. */
  private static final String EMPTY = "delivery / Alertmanager refreshes / {{channel}} failed";

  /** Empty in mode none, in which no certificate has series; the panel then shows a message. */
  private static final String NAMED = "estate / By issuer";

  @TempDir private static Path folder;
  private static @Nullable ScrapedDaemons scraped;

  @BeforeAll
  static void scrape() throws Exception {
    ExternalPrograms.needed(ExternalPrograms.PROMETHEUS);
    scraped = new ScrapedDaemons(folder);
  }

  @AfterAll
  static void stop() {
    if (scraped != null) {
      scraped.close();
    }
  }

  private static ScrapedDaemons scraped() {
    return Objects.requireNonNull(scraped);
  }

  private static DaemonsByMetricsMode fleet() {
    return scraped().fleet;
  }

  private static Prometheus prometheus() {
    return scraped().prometheus;
  }

  static List<String> modes() {
    return DaemonsByMetricsMode.MODES;
  }

  private static List<Dashboard.Target> targets() {
    return Dashboard.all().stream().flatMap(board -> board.targets().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyPanel_returnsData(String mode) {
    ScrapedDaemons.settled(
        () -> {
          var softly = new SoftAssertions();
          targets().forEach(target -> answers(target, mode, softly));
          softly.assertAll();
        });
    System.out.printf(
        "mode %s: %d panels, %d queries answered%n", mode, panels(), targets().size());
  }

  private static void answers(Dashboard.Target target, String mode, SoftAssertions softly) {
    var series = scraped().answer(target, mode);
    if (target.title().equals(EMPTY) || (target.title().equals(NAMED) && mode.equals("none"))) {
      softly.assertThat(series).as(target.title()).isEmpty();
      softly.assertThat(target.panel().hasWordsForNothing()).as(target.title()).isTrue();
    } else {
      softly.assertThat(series).as(target.title()).anyMatch(one -> Double.isFinite(one.value()));
    }
  }

  private static long panels() {
    return Dashboard.all().stream().mapToLong(board -> board.panels().size()).sum();
  }

  @Test
  void emptyPanels_exist() {
    assertThat(targets()).extracting(Dashboard.Target::title).contains(EMPTY, NAMED);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyFigure_isCorrect(String mode) {
    var targets = targets().stream().collect(Collectors.toMap(Dashboard.Target::title, one -> one));
    ScrapedDaemons.settled(
        () -> {
          var softly = new SoftAssertions();
          ExpectedFigures.of(new SimulatedFigures(fleet(), mode))
              .forEach(
                  (title, figure) ->
                      softly
                          .assertThat(
                              scraped().answer(Objects.requireNonNull(targets.get(title)), mode))
                          .as(title)
                          .extracting(Series::value)
                          .containsExactly(figure.doubleValue()));
          softly.assertAll();
        });
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyDivision_isCorrect(String mode) {
    ScrapedDaemons.settled(
        () -> {
          var truth = new SimulatedFigures(fleet(), mode);

          assertThat(by("estate / By source", "source", mode))
              .containsAllEntriesOf(truth.bySource());
          assertThat(by("estate / By status", "status", mode))
              .containsAllEntriesOf(truth.byStatus());
          assertThat(by("estate / By account", "account_name", mode)).isEqualTo(truth.byAccount());
          assertThat(by("certificates / Expiries by week", "week", mode).values().stream())
              .extracting(Double::longValue)
              .satisfies(
                  weeks ->
                      assertThat(weeks.stream().mapToLong(Long::longValue).sum())
                          .isEqualTo(truth.inWeeks(0, 53)));
        });
  }

  private static Map<String, Double> by(String title, String label, String mode) {
    var target =
        targets().stream().filter(one -> one.title().equals(title)).findFirst().orElseThrow();
    return scraped().answer(target, mode).stream()
        .collect(
            Collectors.toMap(
                one -> one.labels().getOrDefault(label, ""),
                Series::value,
                Double::sum,
                TreeMap::new));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void soonestEnds_areCorrect(String mode) {
    ScrapedDaemons.settled(
        () -> {
          var ids = by("certificates / Expiring soonest / A", "certificate_id", mode).keySet();

          if (mode.equals("none")) {
            assertThat(ids).containsExactly(""); // lists, which have no id
          } else {
            assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                    new SimulatedFigures(fleet(), mode).soonest(50));
            assertThat(by("overview / Expires soonest", "certificate_id", mode).keySet())
                .containsExactlyInAnyOrderElementsOf(
                    new SimulatedFigures(fleet(), mode).soonest(15));
          }
        });
  }

  @Test
  void everyLegendAndColumn_isALabelOfItsResult() {
    ScrapedDaemons.settled(
        () -> {
          var softly = new SoftAssertions();
          for (var target : targets()) {
            var there =
                DaemonsByMetricsMode.MODES.stream()
                    .flatMap(mode -> scraped().answer(target, mode).stream())
                    .flatMap(one -> one.labels().keySet().stream())
                    .collect(Collectors.toSet());
            softly
                .assertThat(there)
                .as(target.title())
                .containsAll(there.isEmpty() ? Set.of() : target.named());
          }
          softly.assertAll();
        });
  }

  @Test
  void everyVariableAndAnnotation_hasValues() {
    ScrapedDaemons.settled(
        () -> {
          for (var board : Dashboard.all()) {
            for (var definition : Dashboard.definitions(board.variables())) {
              assertThat(
                      prometheus().query(ScrapedPage.listed(definition, fleet().address("none"))))
                  .as(definition)
                  .isNotEmpty();
            }
            board.variables().stream()
                .filter(one -> one.has("regex"))
                .forEach(DashboardsIT::namesAndIds);
            for (var one : board.annotations()) {
              var expression = one.get("expr").getAsString();
              assertThat(
                      prometheus().query(Dashboard.substituted(expression, fleet().address("all"))))
                  .as(expression)
                  .isNotEmpty();
            }
          }
        });
  }

  /** Grafana extracts the displayed name and the id for filters from the text of a series. */
  private static void namesAndIds(JsonObject variable) {
    var regex = Pattern.compile(variable.get("regex").getAsString().replaceAll("^/|/g$", ""));
    var definition = variable.get("definition").getAsString();
    for (var one : prometheus().query(ScrapedPage.listed(definition, fleet().address("none")))) {
      var series =
          one.labels().entrySet().stream()
              .map(label -> label.getKey() + "=\"" + label.getValue() + '"')
              .collect(Collectors.joining(",", "{", "} 1"));
      var name = variable.get("name").getAsString();
      assertThat(regex.matcher(series).results().map(found -> found.group("text")))
          .contains(one.labels().get(name + "_name"));
      assertThat(regex.matcher(series).results().map(found -> found.group("value")))
          .contains(one.labels().get(name + "_id"));
    }
  }

  @Test
  void everyName_isInARealScrape() throws Exception {
    var rules = AlertRule.all();
    var names = new MetricNames(scraped().known(rules));
    targets().forEach(one -> names.check(one.title(), Dashboard.substituted(one.expr(), "x")));
    rules.forEach(rule -> names.check("rule " + rule.title(), rule.expr()));
    for (var board : Dashboard.all()) {
      Dashboard.definitions(board.variables())
          .forEach(one -> names.check(one, ScrapedPage.listed(one, "x")));
      board
          .annotations()
          .forEach(
              one ->
                  names.check(
                      "annotation", Dashboard.substituted(one.get("expr").getAsString(), "x")));
    }

    var checked =
        "%d rules and %d queries of %d panels use %d metrics and %d of their labels"
            .formatted(rules.size(), targets().size(), panels(), names.metrics(), names.labels());
    System.out.println(checked);
    names.assertAll();
    assertThat(Files.readString(MonitoringPage.PAGE)).contains(checked);
  }

  @Test
  void everyRule_isEvaluated() throws Exception {
    ScrapedDaemons.settled(
        () ->
            assertThat(prometheus().rules())
                .hasSize(AlertRule.all().size())
                .allSatisfy(
                    one ->
                        assertThat(one.get("health").getAsString()).as("%s", one).isEqualTo("ok")));
  }

  /** No daemon is down, stale or beyond a limit here: only rules whose condition holds may fire. */
  @Test
  void everyRule_firesOnlyIfItShould() {
    ScrapedDaemons.settled(
        () -> {
          var softly = new SoftAssertions();
          for (var rule : AlertRule.alerts()) {
            for (var mode : DaemonsByMetricsMode.MODES) {
              var answers =
                  prometheus().query(rule.expr()).stream()
                      .filter(
                          one ->
                              one.labels()
                                  .getOrDefault("instance", fleet().address(mode))
                                  .equals(fleet().address(mode)))
                      .toList();
              softly
                  .assertThat(!answers.isEmpty())
                  .as("%s in mode %s: %s", rule.title(), mode, answers)
                  .isEqualTo(shouldFire(rule, mode));
            }
          }
          softly.assertAll();
        });
  }

  private static boolean shouldFire(AlertRule rule, String mode) {
    return switch (rule.alert()) {
      case "CertvigilCertificateExpiring", "CertvigilCertificateExpired" ->
          !mode.equals("none")
              && new SimulatedFigures(fleet(), mode)
                  .bands()
                  .containsValue(rule.labels().get("band"));
      case "CertvigilCertificateAlertsFiring" -> mode.equals("none");
      case "CertvigilCertificateEndUnreadable",
          "CertvigilListsForbidden",
          "CertvigilRenewalBlocked",
          "CertvigilDeletionAhead" ->
          true;
      default -> false;
    };
  }

  @ParameterizedTest
  @MethodSource("modes")
  void bands_containEachCertificateOnce(String mode) {
    ScrapedDaemons.settled(
        () -> {
          var banded = new TreeMap<String, String>();
          for (var rule : AlertRule.alerts()) {
            if (rule.alert().startsWith("CertvigilCertificateExpir")) {
              for (var id : idsOf(rule, mode)) {
                assertThat(banded.put(id, rule.labels().getOrDefault("band", ""))).as(id).isNull();
              }
            }
          }

          assertThat(banded)
              .isEqualTo(
                  mode.equals("none") ? Map.of() : new SimulatedFigures(fleet(), mode).bands());
        });
  }

  private static List<String> idsOf(AlertRule rule, String mode) {
    return prometheus().query(rule.expr()).stream()
        .map(Series::labels)
        .filter(labels -> Objects.equals(labels.get("instance"), fleet().address(mode)))
        .filter(labels -> !SimulatedFigures.hasSupersession(labels.getOrDefault("source", "")))
        .map(labels -> labels.getOrDefault("certificate_id", ""))
        .toList();
  }

  @Test
  void forbiddenLists_areNamed() {
    ScrapedDaemons.settled(
        () -> {
          var estate = fleet().estate;

          assertThat(by("operations / Lists with permission denied / A", "account_name", "none"))
              .containsKey(estate.accounts().getFirst().name());
          assertThat(by("operations / Lists with permission denied / A", "zone_name", "none"))
              .containsOnlyKeys("", estate.zones().getFirst().zone().name());
          assertThat(by("operations / Lists with permission denied / A", "source", "none"))
              .containsOnlyKeys("service_tokens", "custom_trust_store");
        });
  }

  @Test
  void everyLinkToAPage_opens() throws Exception {
    var id = new SimulatedFigures(fleet(), "all").soonest(1).getFirst();
    var links =
        Dashboard.all().stream()
            .flatMap(board -> PAGE.matcher(board.json().toString()).results())
            .map(found -> found.group(1).replace("${__data.fields.Id:percentencode}", id))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(links).contains("/", "/alerts", "/certificates", "/certificates?q=" + id, "/sweeps");
    for (var link : links) {
      assertThat(ScrapedPage.page(fleet().address("all"), link)).as(link).contains("</html>");
    }
    assertThat(ScrapedPage.page(fleet().address("all"), "/certificates?q=" + id))
        .contains(nameOf(id))
        .hasSizeLessThan(ScrapedPage.page(fleet().address("all"), "/certificates").length());
  }

  private static String nameOf(String id) {
    return fleet().estate.find(id).orElseThrow().name();
  }

  @Test
  void everyExpressionOfTheRunbook_isValid() throws Exception {
    var expressions =
        PROMQL
            .matcher(Files.readString(Path.of("docs", "RUNBOOK.md")))
            .results()
            .map(found -> found.group(1).strip())
            .toList();

    assertThat(expressions).hasSizeGreaterThan(20);
    for (var expression : expressions) {
      prometheus().query(expression); // throws if it is invalid
    }
    assertThat(
            expressions.stream()
                .flatMap(one -> PromQl.of(one).selectors().stream())
                .map(PromQl.Selector::metric))
        .isSubsetOf(scraped().known(List.of()).keySet());
  }
}
