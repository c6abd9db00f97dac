package io.certvigil.config;

import io.certvigil.model.PrintableText;
import io.certvigil.model.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The differences between two configs, by key. Secrets are compared, but never printed. */
public final class ConfigChanges {
  private static final int LONGEST_VALUE = 100;

  private ConfigChanges() {}

  /** One line for each value that differs, such as {@code watch[0].every: 1h -> 2h}. */
  public static List<String> between(Config before, Config after) {
    var old = leaves(before);
    var next = leaves(after);
    var keys = new LinkedHashSet<>(next.keySet());
    keys.addAll(old.keySet());
    var lines = new ArrayList<String>();
    for (var key : keys) {
      var was = old.get(key);
      var is = next.get(key);
      if (is == null || !is.equals(was)) {
        lines.add(PrintableText.of(key + ": " + line(was, is)));
      }
    }
    return lines;
  }

  private static String line(@Nullable Object was, @Nullable Object is) {
    return isSecret(was) && isSecret(is) ? "another secret" : text(was) + " -> " + text(is);
  }

  private static boolean isSecret(@Nullable Object value) {
    return value instanceof Secret
        || (value instanceof List<?> items && items.stream().allMatch(ConfigChanges::isSecret));
  }

  private static String text(@Nullable Object value) {
    return value == null
        ? "not set"
        : PrintableText.shortened(String.valueOf(value), LONGEST_VALUE);
  }

  private static Map<String, Object> leaves(Config config) {
    var all = new TreeMap<String, Object>();
    add(all, "", EffectiveConfig.root(config));
    return all;
  }

  private static void add(Map<String, Object> all, String key, Object value) {
    switch (value) {
      case Map<?, ?> named ->
          named.forEach((name, one) -> add(all, key.isEmpty() ? "" + name : key + "." + name, one));
      case List<?> items when items.stream().anyMatch(Map.class::isInstance) -> {
        for (int at = 0; at < items.size(); at++) {
          add(all, key + "[" + at + "]", items.get(at));
        }
      }
      default -> all.put(key, value);
    }
  }
}
