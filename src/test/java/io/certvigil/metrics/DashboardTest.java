package io.certvigil.metrics;

import static io.certvigil.metrics.Scopes.CLIENTS;
import static io.certvigil.metrics.Scopes.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A panel over a name that does not exist is silent, so each name is looked for on a real page. */
class DashboardTest {
  private static final Path DASHBOARD = Path.of("grafana", "dashboards", "certificates.json");
  private static final Pattern METRIC = Pattern.compile("certvigil_[a-z_]+");

  private static JsonObject dashboard() throws IOException {
    return JsonParser.parseString(Files.readString(DASHBOARD)).getAsJsonObject();
  }

  private static List<String> expressions() throws IOException {
    var expressions = new ArrayList<String>();
    for (var panel : dashboard().getAsJsonArray("panels")) {
      for (var target : panel.getAsJsonObject().getAsJsonArray("targets")) {
        expressions.add(target.getAsJsonObject().get("expr").getAsString());
      }
    }
    return expressions;
  }

  @Test
  void everyMetric_isOnThePage() throws IOException {
    var page = Pages.page(Pages.ALL);
    page.update(Scopes.read(CLIENTS, certificate("c1", Duration.ofDays(3))));
    var text = Pages.text(page);

    var names =
        expressions().stream()
            .flatMap(expression -> METRIC.matcher(expression).results().map(MatchResult::group))
            .distinct()
            .toList();

    assertThat(names).hasSizeGreaterThan(8).allMatch(name -> text.contains("\n" + name));
  }

  @Test
  void everyPanel_asksTheChosenDatasource() throws IOException {
    JsonArray panels = dashboard().getAsJsonArray("panels");

    assertThat(panels)
        .allMatch(
            panel ->
                panel
                    .getAsJsonObject()
                    .getAsJsonObject("datasource")
                    .get("uid")
                    .getAsString()
                    .equals("${datasource}"));
  }

  @Test
  void dashboard_keepsItsAddress() throws IOException {
    assertThat(dashboard().get("uid").getAsString()).isEqualTo("certvigil-certificates");
  }
}
