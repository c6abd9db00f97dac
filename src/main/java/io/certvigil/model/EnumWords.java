package io.certvigil.model;

import java.util.HashMap;
import java.util.Map;

/**
 * The constants of each {@link WordedEnum} by their words, made when the first one is asked for.
 */
final class EnumWords {
  private static final ClassValue<Map<String, Object>> CONSTANTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
          var constants = new HashMap<String, Object>();
          for (var one : type.getEnumConstants()) {
            constants.putIfAbsent(((WordedEnum) one).word(), one);
          }
          return constants;
        }
      };

  private EnumWords() {}

  /** Those of this enum; of two with one word the first. */
  static Map<String, Object> of(Class<?> type) {
    return CONSTANTS.get(type);
  }
}
