package io.certvigil.grafana;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names on the metrics page of a daemon. */
final class ScrapedPage {
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern VALUES = Pattern.compile("label_values\\((.*), *(\\w+)\\)");
  private static final Pattern RESULT = Pattern.compile("query_result\\((.*)\\)");

  private ScrapedPage() {}

  /** Each metric with the labels of all its series. */
  static Map<String, Set<String>> of(String address) throws IOException {
    var names = new TreeMap<String, Set<String>>();
    SAMPLE
        .matcher(page(address, "/metrics"))
        .results()
        .forEach(
            sample -> {
              var labels = names.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
              if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(one -> labels.add(one.group(1)));
              }
            });
    return names;
  }

  /** The content at this path. */
  static String page(String address, String path) throws IOException {
    try (var in = URI.create("http://" + address + path).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The expression of a variable's definition; the variable's values are labels of its result. */
  static String listed(String definition, String instance) {
    var asked = Dashboard.substituted(definition, instance);
    var values = VALUES.matcher(asked);
    if (values.matches()) {
      return "count by (%s) (%s)".formatted(values.group(2), values.group(1));
    }
    var result = RESULT.matcher(asked);
    if (result.matches()) {
      return result.group(1);
    }
    throw new IllegalArgumentException("no definition: " + definition);
  }
}
