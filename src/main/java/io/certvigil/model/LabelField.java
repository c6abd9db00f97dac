package io.certvigil.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** The name of a watch label in filters and matchers: {@code label.NAME}. */
public final class LabelField {
  public static final String PREFIX = "label.";

  private LabelField() {}

  public static String of(String label) {
    return PREFIX + label;
  }

  /** The labels among these fields, by the label's own name; other fields are left out. */
  public static Map<String, String> labels(Map<String, String> fields) {
    var labels = new LinkedHashMap<String, String>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            labels.put(name.substring(PREFIX.length()), value);
          }
        });
    return labels;
  }
}
