package io.certvigil.grafana;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names in an expression: each metric with the labels of its selector, and the labels for
 * grouping and joining. Only names are found; the syntax is validated by Prometheus.
 */
final class PromQl {
  private static final Set<String> GROUPING =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan");
  private static final Set<String> AGGREGATIONS = // may be separate from their parentheses
      Set.of("sum", "min", "max", "avg", "count", "group", "topk", "bottomk", "quantile");

  /** A metric and the labels in its braces. */
  record Selector(String metric, Set<String> labels) {
    Selector {
      labels = Set.copyOf(labels);
    }
  }

  private final String text;
  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> groupings = new HashSet<>();
  private final Set<String> made = new HashSet<>();
  private int at;
  private boolean replaces;

  private PromQl(String text) {
    this.text = text;
  }

  static PromQl of(String expression) {
    var found = new PromQl(expression);
    found.read();
    return found;
  }

  List<Selector> selectors() {
    return List.copyOf(selectors);
  }

  /** The labels of {@code by}, {@code on} and the like. */
  Set<String> groupings() {
    return Set.copyOf(groupings);
  }

  /** Labels that {@code label_replace} creates. */
  Set<String> made() {
    return Set.copyOf(made);
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        var literal = literal();
        if (replaces) {
          made.add(literal);
          replaces = false;
        }
      } else if (c == '[') {
        at = text.indexOf(']', at) + 1;
      } else if (Character.isDigit(c)) {
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
          at++;
        }
      } else if (begins(c)) {
        word(name());
      } else if (c == '{') {
        throw new IllegalArgumentException("braces without a metric: " + text);
      } else {
        at++;
      }
    }
  }

  private void word(String name) {
    if (GROUPING.contains(name)) {
      if (next() == '(') {
        groupings.addAll(labels(')'));
      }
    } else if (next() == '(') {
      replaces |= name.equals("label_replace") || name.equals("label_join");
    } else if (!WORDS.contains(name) && !AGGREGATIONS.contains(name)) {
      selectors.add(new Selector(name, next() == '{' ? labels('}') : Set.of()));
    }
  }

  /** The names up to this character; the values that they are compared with are skipped. */
  private Set<String> labels(char end) {
    var found = new HashSet<String>();
    for (at = at + 1; text.charAt(at) != end; ) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        literal();
      } else if (begins(c)) {
        found.add(name());
      } else {
        at++;
      }
    }
    at++;
    return found;
  }

  private static boolean begins(char c) {
    return Character.isLetter(c) || c == '_' || c == ':';
  }

  private String name() {
    int begin = at;
    while (at < text.length() && (begins(text.charAt(at)) || Character.isDigit(text.charAt(at)))) {
      at++;
    }
    return text.substring(begin, at);
  }

  private String literal() {
    char quote = text.charAt(at);
    int begin = ++at;
    while (text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return text.substring(begin, at++);
  }

  private char next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : ' ';
  }
}
