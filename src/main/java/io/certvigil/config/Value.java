package io.certvigil.config;

import io.certvigil.config.Report.Wrong;
import io.certvigil.model.PrintableText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of the file with the path of its key. Every reading of it throws {@link Wrong} where it
 * is not what is asked for. Messages show what the file says, never what a variable holds.
 */
final class Value {
  private final String path;
  private final Node node;
  private final BindingContext context;

  Value(String path, Node node, BindingContext context) {
    this.path = path;
    this.node = node;
    this.context = context;
  }

  Wrong wrong(String what) {
    return new Wrong(start(node), path, what);
  }

  /** What is allowed, but perhaps not meant. */
  void odd(String what) {
    context.report().odd(wrong(what));
  }

  /** Whether the key stands there with nothing behind it. */
  boolean isEmpty() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  boolean isBlock() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  Block block() {
    if (node instanceof MappingNode mapping) {
      return new Block(path, mapping, context);
    }
    throw wrong("must be a mapping of keys to values, is " + kind());
  }

  List<Value> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong("must be a list, is " + kind());
    }
    var items = new ArrayList<Value>();
    for (var item : sequence.getValue()) {
      items.add(new Value(path + "[" + items.size() + "]", item, context));
    }
    return items;
  }

  /** Each item that can be read; what is wrong with the others is reported. */
  <T> List<T> each(Function<Value, T> as) {
    var read = new ArrayList<T>();
    for (var item : items()) {
      try {
        read.add(as.apply(item));
      } catch (Wrong wrong) {
        context.report().wrong(wrong);
      }
    }
    return read;
  }

  /** As the file has it, variables not yet put in. */
  String raw() {
    if (isEmpty()) {
      throw wrong("has no value");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw wrong("must be a single value, is " + kind());
  }

  /** With variables put in; may be blank. */
  String expanded() {
    return Variables.expand(raw(), context.environment(), this::wrong);
  }

  String text() {
    var text = expanded();
    if (text.isBlank()) {
      throw wrong("is empty");
    }
    if (!PrintableText.printable(text)) {
      throw wrong("must not hold line breaks or control characters");
    }
    return text;
  }

  boolean bool() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("must be true or false" + was());
    };
  }

  int number(int least, int most) {
    var text = text();
    var whole = text.matches("0|[1-9][0-9]{0,8}");
    if (!whole || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
      throw wrong("must be a whole number from " + least + " to " + most + was());
    }
    return Integer.parseInt(text);
  }

  Duration duration(Duration least, Duration most) {
    var duration =
        Durations.parse(text())
            .orElseThrow(() -> wrong("must be a duration such as 90s, 5m, 36h, 30d or 2w" + was()));
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      var range = Durations.print(least) + " to " + Durations.print(most);
      throw wrong("must be from " + range + was());
    }
    return duration;
  }

  <E extends Enum<E>> E word(Class<E> words) {
    var text = text();
    var known = Arrays.stream(words.getEnumConstants()).map(Value::wordOf).toList();
    for (var constant : words.getEnumConstants()) {
      if (wordOf(constant).equals(text)) {
        return constant;
      }
    }
    var suggestion = Words.suggest(text, known);
    throw wrong("must be one of " + String.join(", ", known) + was() + suggestion);
  }

  /** An absolute http or https address without user, query and fragment; no slash at its end. */
  URI address() {
    var uri = web(expanded());
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong("must not have a query or fragment");
    }
    return URI.create(uri.toString().replaceFirst("/+$", ""));
  }

  /** An absolute http or https address without user. Its text is never shown. */
  URI web(String text) {
    var uri = webWithUser(text);
    if (uri.getRawUserInfo() != null) {
      throw wrong("must not hold a user name or password");
    }
    return uri;
  }

  /** An absolute http or https address. Its text is never shown. */
  URI webWithUser(String text) {
    try {
      var uri = new URI(text);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.matches("https?") || uri.getHost() == null) {
        throw wrong("must be an address such as https://host/path");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw wrong("must be an address such as https://host/path");
    }
  }

  /** Notes that a secret stands in the file itself. */
  void inlineSecret() {
    context.inlineSecrets().add(path);
  }

  /** {@code , was ...} in the file's own words. */
  String was() {
    return ", was " + Words.quote(raw());
  }

  private String kind() {
    if (isEmpty()) {
      return "empty";
    }
    return switch (node) {
      case MappingNode mapping -> "a mapping";
      case SequenceNode sequence -> "a list";
      default -> "a single value";
    };
  }

  private static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Mark start(Node node) {
    return node.getStartMark().orElseThrow();
  }
}
