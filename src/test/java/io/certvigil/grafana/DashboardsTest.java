package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks of the dashboards that need no Prometheus. */
class DashboardsTest {
  private static final Set<String> TYPES =
      Set.of("stat", "bargauge", "barchart", "timeseries", "state-timeline", "table");
  private static final String CHOSEN = "${datasource}";
  private static final int WIDTH = 24;

  @Test
  void boards_keepTheirUids() {
    assertThat(Dashboard.all())
        .extracting(board -> board.json().get("uid").getAsString())
        .containsExactly(
            "certvigil-certificates",
            "certvigil-delivery",
            "certvigil-estate",
            "certvigil-operations",
            "certvigil-overview");
  }

  @Test
  void panels_haveUniqueNumbersAndTitles() {
    for (var board : Dashboard.all()) {
      assertThat(board.panelsAndRows())
          .extracting(place -> place.get("id").getAsInt())
          .doesNotHaveDuplicates();
      assertThat(board.panels()).extracting(Dashboard.Panel::type).isSubsetOf(TYPES);
      assertThat(board.targets())
          .extracting(Dashboard.Target::title)
          .as(board.name())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void panels_doNotOverlap() {
    for (var board : Dashboard.all()) {
      var taken = new HashSet<List<Integer>>();
      for (var place : board.panelsAndRows()) {
        var at = place.getAsJsonObject("gridPos");
        for (int x = figure(at, "x"); x < figure(at, "x") + figure(at, "w"); x++) {
          assertThat(x).isLessThan(WIDTH);
          for (int y = figure(at, "y"); y < figure(at, "y") + figure(at, "h"); y++) {
            assertThat(taken.add(List.of(x, y))).as("%s", place.get("title")).isTrue();
          }
        }
      }
    }
  }

  private static int figure(JsonObject of, String name) {
    return of.get(name).getAsInt();
  }

  @Test
  void everyQuery_goesToTheSelectedDatasource() {
    for (var board : Dashboard.all()) {
      for (var panel : board.panels()) {
        assertThat(datasource(panel.json())).isEqualTo(CHOSEN);
        for (var target : panel.json().getAsJsonArray("targets")) {
          assertThat(datasource(target.getAsJsonObject())).isEqualTo(CHOSEN);
        }
      }
      assertThat(board.annotations()).allMatch(one -> datasource(one).equals(CHOSEN));
    }
  }

  private static String datasource(JsonObject of) {
    return of.getAsJsonObject("datasource").get("uid").getAsString();
  }

  @Test
  void everyVariable_isUsed_andEveryUsedOneExists() {
    for (var board : Dashboard.all()) {
      var names = board.variables().stream().map(one -> one.get("name").getAsString()).toList();
      var rest = board.json().deepCopy();
      var used = Dashboard.variablesIn(rest.toString());
      used.removeIf(name -> name.startsWith("__") || Character.isDigit(name.charAt(0)));

      assertThat(used).as(board.name()).containsExactlyInAnyOrderElementsOf(new TreeSet<>(names));
    }
  }

  /** Targets of other jobs have a process_start_time_seconds too. */
  @Test
  void allDaemons_areNotAllTargets() {
    for (var board : Dashboard.all()) {
      assertThat(board.variables())
          .filteredOn(one -> List.of("job", "instance").contains(one.get("name").getAsString()))
          .hasSize(2)
          .noneMatch(one -> one.has("allValue"));
    }
  }

  @Test
  void everyPanel_isOfTheSelectedDaemon() {
    for (var board : Dashboard.all()) {
      for (var target : board.targets()) {
        var used = Dashboard.variablesIn(target.expr());
        assertThat(used).as(target.title()).contains("job", "instance");
      }
    }
  }

  /** Grafana's dates are milliseconds, its times are seconds; ours are always seconds. */
  @Test
  void datesAreMultiplied_timesAreNot() {
    for (var board : Dashboard.all()) {
      for (var panel : board.panels()) {
        assertThat(panel.unit()).as(panel.title()).doesNotStartWith("dateTime");
        for (var target : panel.targets()) {
          assertThat(target.expr().contains("* 1000"))
              .as(target.title())
              .isEqualTo(columnUnit(panel, target).startsWith("dateTime"));
        }
      }
    }
  }

  private static String columnUnit(Dashboard.Panel panel, Dashboard.Target target) {
    var column = panel.targets().size() == 1 ? "Value" : "Value #" + target.ref();
    var heading = panel.type().equals("table") ? heading(panel, column) : column;
    return panel.json().getAsJsonObject("fieldConfig").getAsJsonArray("overrides").asList().stream()
        .map(one -> one.getAsJsonObject())
        .filter(one -> one.getAsJsonObject("matcher").get("options").getAsString().equals(heading))
        .flatMap(one -> one.getAsJsonArray("properties").asList().stream())
        .map(one -> one.getAsJsonObject())
        .filter(one -> one.get("id").getAsString().equals("unit"))
        .map(one -> one.get("value").getAsString())
        .findFirst()
        .orElse(panel.unit());
  }

  private static String heading(Dashboard.Panel panel, String column) {
    return panel.json().getAsJsonArray("transformations").asList().stream()
        .map(one -> one.getAsJsonObject())
        .filter(one -> one.get("id").getAsString().equals("organize"))
        .map(one -> one.getAsJsonObject("options").getAsJsonObject("renameByName"))
        .map(names -> names.get(column).getAsString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void boards_linkToEachOther_andToThePages() {
    for (var board : Dashboard.all()) {
      var links =
          board.json().getAsJsonArray("links").asList().stream()
              .map(one -> one.getAsJsonObject())
              .collect(Collectors.groupingBy(one -> one.get("type").getAsString()));

      assertThat(board.json().getAsJsonArray("tags").toString()).contains("\"certvigil\"");
      assertThat(links.get("dashboards"))
          .singleElement()
          .matches(one -> one.get("includeVars").getAsBoolean())
          .matches(one -> one.getAsJsonArray("tags").toString().equals("[\"certvigil\"]"));
      assertThat(links.get("link"))
          .isNotEmpty()
          .allMatch(one -> one.get("url").getAsString().startsWith("${certvigil_url:raw}/"));
    }
  }
}
