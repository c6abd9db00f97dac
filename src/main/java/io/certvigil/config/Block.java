package io.certvigil.config;

import io.certvigil.config.Report.Wrong;
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
 * A mapping of the file. It knows which keys were asked for, so {@link #done} can name the others.
 * What cannot be read is reported and the fallback goes on in its place, so that one start shows
 * everything that is wrong.
 */
final class Block {
  private final String path;
  private final MappingNode node;
  private final BindingContext context;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Block(String path, MappingNode node, BindingContext context) {
    this.path = path;
    this.node = node;
    this.context = context;
    node.getValue().forEach(pair -> take(pair.getKeyNode(), pair.getValueNode()));
  }

  private void take(Node key, Node value) {
    if (!(key instanceof ScalarNode scalar)) {
      wrong(new Wrong(Value.start(key), path, "a key must be a single word"));
      return;
    }
    var name = scalar.getValue();
    var full = pathOf(Words.quote(name));
    var first = keys.putIfAbsent(name, key);
    if (first != null) {
      var line = Value.start(first).getLine() + 1;
      wrong(new Wrong(Value.start(key), full, "is there twice, first on line " + line));
      return;
    }
    values.put(name, new Value(full, value, context));
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** All keys in the order of the file; each counts as asked for. */
  Set<String> names() {
    asked.addAll(values.keySet());
    return values.keySet();
  }

  /** Keys that were not asked for, in the order of the file; from now on they were. */
  Set<String> others() {
    var others = new LinkedHashSet<>(values.keySet());
    others.removeAll(asked);
    asked.addAll(others);
    return others;
  }

  /** Keys known so far, for suggestions. */
  Set<String> known() {
    return asked;
  }

  boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /** Whether one of them is there; all of them count as known. */
  boolean hasAny(String... keys) {
    asked.addAll(List.of(keys));
    return Stream.of(keys).anyMatch(values::containsKey);
  }

  /** Whether both are there; both count as known. */
  boolean hasBoth(String one, String other) {
    asked.addAll(List.of(one, other));
    return values.containsKey(one) && values.containsKey(other);
  }

  @Nullable Value find(String key) {
    asked.add(key);
    return values.get(key);
  }

  Value at(String key) {
    var value = find(key);
    if (value == null) {
      throw new IllegalArgumentException("key: " + key + " is not in " + path);
    }
    return value;
  }

  <T extends @Nullable Object> T get(String key, T fallback, Function<Value, ? extends T> as) {
    var value = find(key);
    if (value == null) {
      return fallback;
    }
    try {
      return as.apply(value);
    } catch (Wrong wrong) {
      wrong(wrong);
      return fallback;
    }
  }

  /** As {@link #get}, but a key with everything below it commented out counts as absent. */
  <T extends @Nullable Object> T section(String key, T fallback, Function<Value, ? extends T> as) {
    var value = find(key);
    return value == null || value.isEmpty() ? fallback : get(key, fallback, as);
  }

  /** The mapping below this key; an empty one where there is none. */
  Block block(String key) {
    var none = new Block(pathOf(key), empty(node), context);
    return section(key, none, Value::block);
  }

  <T> List<T> list(String key, List<T> fallback, Function<Value, T> as) {
    return section(key, fallback, value -> value.each(as));
  }

  /** Must be there. */
  boolean require(String key, String what) {
    if (has(key)) {
      return true;
    }
    wrong(key, what);
    return false;
  }

  void wrong(String key, String what) {
    wrong(new Wrong(keyMark(key), pathOf(key), what));
  }

  void wrong(Wrong wrong) {
    context.report().wrong(wrong);
  }

  void odd(String key, String what) {
    context.report().odd(new Wrong(keyMark(key), pathOf(key), what));
  }

  /** For what is wrong with the mapping as a whole. */
  Wrong place(String what) {
    return new Wrong(Value.start(node), path, what);
  }

  /** For what is wrong outside the file, or with all of it. */
  Wrong nowhere(String subject, String what) {
    return new Wrong(0, 0, subject, what);
  }

  /** Whatever was not asked for is a mistake. */
  void done() {
    for (var key : others()) {
      wrong(key, "unknown key" + Words.suggest(key, List.copyOf(unused())));
    }
  }

  private Set<String> unused() {
    var unused = new LinkedHashSet<>(asked);
    unused.removeAll(values.keySet());
    return unused;
  }

  private static MappingNode empty(Node at) {
    return new MappingNode(
        Tag.MAP, true, List.of(), FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
  }

  private Mark keyMark(String key) {
    var at = keys.get(key);
    return Value.start(at == null ? node : at);
  }
}
