package io.certvigil.config;

import io.certvigil.policy.Matcher;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Formats values for the effective config. */
final class EffectiveValues {
  static final String HIDDEN = "***";

  private EffectiveValues() {}

  static Map<String, Object> match(Matcher match) {
    var all = map("source", given(match.source()), "zone", given(match.zone()));
    all.putAll(map("account", given(match.account()), "name", given(match.name())));
    all.putAll(match.labels());
    return all;
  }

  private static @Nullable String given(String glob) {
    return glob.isEmpty() ? null : glob;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A map of these pairs in their order, without null values. */
  static Map<String, Object> map(@Nullable Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      var value = pairs[i + 1];
      if (value != null) {
        map.put(String.valueOf(pairs[i]), value);
      }
    }
    return map;
  }
}
