package io.certvigil.grafana;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A shipped dashboard. */
record Dashboard(String name, JsonObject json) {
  static final Path FOLDER = Path.of("grafana", "dashboards");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)(?::\\w+)?}?");

  /**
   * The values that Grafana inserts for its own variables, and for ours if nothing was selected.
   */
  private static final Map<String, String> VALUES =
      Map.of(
          "__interval", "1h",
          "__rate_interval", "1m",
          "__range", "1h",
          "job", "certvigil",
          "rows", "50",
          "name", "");

  /** One query of a panel. */
  record Target(Panel panel, String ref, String expr, String legend, boolean range) {
    /** For people: board, title, and the legend or letter if there are several. */
    String title() {
      var which = legend.equals("__auto") ? ref : legend;
      return panel.title() + (panel.targets().size() == 1 ? "" : " / " + which);
    }

    /** The labels that its legend and the columns of its table name. */
    Set<String> named() {
      var names = new TreeSet<String>();
      LEGEND.matcher(legend).results().forEach(found -> names.add(found.group(1)));
      if (panel.type().equals("table")) {
        for (var one : panel.json().getAsJsonArray("transformations")) {
          var options = one.getAsJsonObject().getAsJsonObject("options");
          if (options.has("renameByName")) {
            names.addAll(options.getAsJsonObject("renameByName").keySet());
          }
        }
        names.removeIf(name -> name.startsWith("Value"));
      }
      return names;
    }
  }

  /** A panel with data. */
  record Panel(String board, JsonObject json) {
    String title() {
      return board + " / " + json.get("title").getAsString();
    }

    String type() {
      return json.get("type").getAsString();
    }

    JsonObject defaults() {
      return json.getAsJsonObject("fieldConfig").getAsJsonObject("defaults");
    }

    String unit() {
      return defaults().get("unit").getAsString();
    }

    boolean hasWordsForNothing() {
      return defaults().has("noValue");
    }

    List<Target> targets() {
      return json.getAsJsonArray("targets").asList().stream()
          .map(JsonElement::getAsJsonObject)
          .map(
              one ->
                  new Target(
                      this,
                      one.get("refId").getAsString(),
                      one.get("expr").getAsString(),
                      one.get("legendFormat").getAsString(),
                      one.get("range").getAsBoolean()))
          .toList();
    }
  }

  static List<Dashboard> all() {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().map(Dashboard::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      var name = file.getFileName().toString().replace(".json", "");
      return new Dashboard(name, JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All panels, rows included. */
  List<JsonObject> panelsAndRows() {
    return objects("panels").toList();
  }

  List<Panel> panels() {
    return objects("panels")
        .filter(panel -> !panel.get("type").getAsString().equals("row"))
        .map(panel -> new Panel(name, panel))
        .toList();
  }

  List<Target> targets() {
    return panels().stream().flatMap(panel -> panel.targets().stream()).toList();
  }

  List<JsonObject> variables() {
    return array(json.getAsJsonObject("templating"), "list").toList();
  }

  List<JsonObject> annotations() {
    return array(json.getAsJsonObject("annotations"), "list").toList();
  }

  private Stream<JsonObject> objects(String field) {
    return array(json, field);
  }

  private static Stream<JsonObject> array(JsonObject of, String field) {
    return of.getAsJsonArray(field).asList().stream().map(JsonElement::getAsJsonObject);
  }

  /** The names of variables in a text. */
  static TreeSet<String> variablesIn(String text) {
    var names = new TreeSet<String>();
    VARIABLE.matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  /** The query that Grafana sends if this daemon and nothing else is selected. */
  static String substituted(String expression, String instance) {
    return VARIABLE
        .matcher(expression)
        .replaceAll(
            found -> {
              var name = found.group(1);
              if (Character.isDigit(name.charAt(0))) {
                return Matcher.quoteReplacement(found.group()); // of a label_replace
              }
              var value = name.equals("instance") ? instance : VALUES.getOrDefault(name, ".*");
              return Matcher.quoteReplacement(value);
            });
  }

  /** The queries of variables, as they are sent to Prometheus. */
  static List<String> definitions(List<JsonObject> variables) {
    var found = new ArrayList<String>();
    for (var variable : variables) {
      if (variable.has("definition")) {
        found.add(variable.get("definition").getAsString());
      }
    }
    return found;
  }
}
