package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the file. It records which keys were read, so that {@link #rejectUnknownKeys} can
 * report the others. A value that cannot be read is reported and replaced by the fallback, so that
 * one start shows all problems.
 */
final class ConfigMapping {
  private static final int MAX_KEY = 128;

  private final String path;
  private final MappingNode node;
  private final BindingContext context;
  private final Map<String, ConfigValue> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> readKeys = new LinkedHashSet<>();

  ConfigMapping(String path, MappingNode node, BindingContext context) {
    this.path = path;
    this.node = node;
    this.context = context;
    node.getValue().forEach(pair -> add(pair.getKeyNode(), pair.getValueNode()));
  }

  private void add(Node key, Node value) {
    if (!(key instanceof ScalarNode scalar)) {
      addProblem(new ConfigProblem(ConfigValue.start(key), path, "a key must be a single word"));
      return;
    }
    var name = scalar.getValue();
    if (name.length() > MAX_KEY) {
      addProblem(
          new ConfigProblem(
              ConfigValue.start(key), path, "a key must have at most " + MAX_KEY + " characters"));
      return;
    }
    var full = pathOf(name);
    var first = keys.putIfAbsent(name, key);
    if (first != null) {
      var line = ConfigValue.start(first).getLine() + 1;
      addProblem(
          new ConfigProblem(ConfigValue.start(key), full, "is duplicated, first on line " + line));
      return;
    }
    values.put(name, new ConfigValue(full, value, context));
  }

  /** The path of this key for messages: safe to print, and cut if it is too long. */
  String pathOf(String key) {
    var shown = ErrorWording.quote(key);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  /** The full path of this mapping; empty for the whole file. */
  String path() {
    return path;
  }

  /** All keys in the order of the file; each counts as read. */
  Set<String> keys() {
    readKeys.addAll(values.keySet());
    return values.keySet();
  }

  /** The keys that were not read yet, in the order of the file; they count as read from now on. */
  Set<String> takeRemainingKeys() {
    var others = new LinkedHashSet<>(values.keySet());
    others.removeAll(readKeys);
    readKeys.addAll(others);
    return others;
  }

  /** The keys that were read so far, for suggestions. */
  Set<String> knownKeys() {
    return readKeys;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  boolean has(String key) {
    readKeys.add(key);
    return values.containsKey(key);
  }

  /** Whether one of them is present; all of them count as known. */
  boolean hasAny(String... keys) {
    readKeys.addAll(List.of(keys));
    return Stream.of(keys).anyMatch(values::containsKey);
  }

  /** Whether both are present; both count as known. */
  boolean hasBoth(String one, String other) {
    readKeys.addAll(List.of(one, other));
    return values.containsKey(one) && values.containsKey(other);
  }

  @Nullable ConfigValue find(String key) {
    readKeys.add(key);
    return values.get(key);
  }

  ConfigValue existing(String key) {
    var value = find(key);
    if (value == null) {
      throw new IllegalArgumentException("key: " + key + " is not in " + path);
    }
    return value;
  }

  <T extends @Nullable Object> T get(
      String key, T fallback, Function<ConfigValue, ? extends T> as) {
    var value = find(key);
    if (value == null) {
      return fallback;
    }
    try {
      return as.apply(value);
    } catch (ConfigProblem wrong) {
      addProblem(wrong);
      return fallback;
    }
  }

  /**
   * As {@link #get}, but a key without a value (everything below it commented out) counts as
   * absent.
   */
  <T extends @Nullable Object> T section(
      String key, T fallback, Function<ConfigValue, ? extends T> as) {
    var value = find(key);
    return value == null || value.isEmpty() ? fallback : get(key, fallback, as);
  }

  /** The mapping below this key; an empty one if there is none. */
  ConfigMapping mapping(String key) {
    var none = new ConfigMapping(pathOf(key), empty(node), context);
    return section(key, none, ConfigValue::mapping);
  }

  <T> List<T> list(String key, List<T> fallback, Function<ConfigValue, T> as) {
    return section(key, fallback, value -> value.mapItems(as));
  }

  /** Reports a problem if the key is missing. */
  void require(String key, String what) {
    if (!has(key)) {
      addProblem(key, what);
    }
  }

  void addProblem(String key, String what) {
    addProblem(new ConfigProblem(keyMark(key), pathOf(key), what));
  }

  void addProblem(ConfigProblem wrong) {
    context.report().addProblem(wrong);
  }

  void addWarning(String key, String what) {
    context.report().addWarning(new ConfigProblem(keyMark(key), pathOf(key), what));
  }

  /** A problem of the mapping as a whole. */
  ConfigProblem problem(String what) {
    return new ConfigProblem(ConfigValue.start(node), path, what);
  }

  /** A problem outside the file, or of the file as a whole. */
  ConfigProblem problemOutsideFile(String subject, String what) {
    return new ConfigProblem(0, 0, subject, what);
  }

  /** Reports all keys that were not read. */
  void rejectUnknownKeys() {
    for (var key : takeRemainingKeys()) {
      var near = ErrorWording.suggest(key, List.copyOf(absentKeys()));
      addProblem(key, "unknown key" + (near.isEmpty() ? KeyPlaces.suggest(key) : near));
    }
  }

  private Set<String> absentKeys() {
    var unused = new LinkedHashSet<>(readKeys);
    unused.removeAll(values.keySet());
    return unused;
  }

  private static MappingNode empty(Node at) {
    return new MappingNode(
        Tag.MAP, true, List.of(), FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
  }

  private Mark keyMark(String key) {
    var at = keys.get(key);
    return ConfigValue.start(at == null ? node : at);
  }
}
