package io.certvigil.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A parsed page in the text format of Prometheus; uses no code of the daemon. */
record ExpositionText(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([^ ]+)(?: [0-9]+)?");
  private static final Pattern LABEL =
      Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  record Sample(String name, Map<String, String> labels, double value) {
    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  ExpositionText {
    samples = List.copyOf(samples);
  }

  static ExpositionText of(String page) {
    return new ExpositionText(
        page.lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(ExpositionText::sample)
            .toList());
  }

  private static Sample sample(String line) {
    var found = LINE.matcher(line);
    if (!found.matches()) {
      throw new IllegalArgumentException("no sample: " + line);
    }
    var labels = found.group(2) == null ? "" : found.group(2);
    return new Sample(found.group(1), labels(labels), Double.parseDouble(value(found.group(3))));
  }

  private static String value(String text) {
    return text.endsWith("Inf") ? text + "inity" : text;
  }

  private static Map<String, String> labels(String text) {
    var labels = new LinkedHashMap<String, String>();
    var found = LABEL.matcher(text);
    int end = 0;
    while (found.find()) {
      labels.put(found.group(1), plain(found.group(2)));
      end = found.end();
    }
    if (end != text.length()) {
      throw new IllegalArgumentException("no labels: " + text);
    }
    return labels;
  }

  private static String plain(String escaped) {
    return ESCAPE
        .matcher(escaped)
        .replaceAll(
            one -> {
              var c = one.group(1).equals("n") ? "\n" : one.group(1);
              return java.util.regex.Matcher.quoteReplacement(c);
            });
  }

  List<Sample> of(String name, String label, String value) {
    return all(name).stream().filter(sample -> sample.label(label).equals(value)).toList();
  }

  List<Sample> all(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  double sum(String name) {
    return all(name).stream().mapToDouble(Sample::value).sum();
  }
}
