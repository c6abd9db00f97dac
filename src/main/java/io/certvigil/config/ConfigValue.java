package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import io.certvigil.model.Durations;
import io.certvigil.model.PrintableText;
import io.certvigil.net.RemoteEndpoint;
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
 * A value of the file with the path of its key. The methods throw {@link ConfigProblem} if the
 * value does not have the requested type. Messages contain the text of the file, never the value of
 * a variable.
 */
final class ConfigValue {
  private static final int MAX_LENGTH = 65_536;

  private final String path;
  private final Node node;
  private final BindingContext context;

  ConfigValue(String path, Node node, BindingContext context) {
    this.path = path;
    this.node = node;
    this.context = context;
  }

  ConfigProblem problem(String what) {
    return new ConfigProblem(start(node), path, what);
  }

  /** Reports something that is allowed but probably a mistake. */
  void addWarning(String what) {
    context.report().addWarning(problem(what));
  }

  /** The path of its key, as in messages. */
  String path() {
    return path;
  }

  /** Reports something that could not be checked. */
  void addUnchecked(String what) {
    context.report().addUnchecked(problem(what));
  }

  /** Whether the key has no value. */
  boolean isEmpty() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  ConfigMapping mapping() {
    if (node instanceof MappingNode mapping) {
      return new ConfigMapping(path, mapping, context);
    }
    throw problem("must be a mapping of keys to values, is " + kind());
  }

  List<ConfigValue> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw problem("must be a list, is " + kind());
    }
    var items = new ArrayList<ConfigValue>();
    for (var item : sequence.getValue()) {
      items.add(new ConfigValue(path + "[" + items.size() + "]", item, context));
    }
    return items;
  }

  /** The valid items; the problems of the others are reported. */
  <T> List<T> mapItems(Function<ConfigValue, T> as) {
    var read = new ArrayList<T>();
    for (var item : items()) {
      try {
        read.add(as.apply(item));
      } catch (ConfigProblem wrong) {
        context.report().addProblem(wrong);
      }
    }
    return read;
  }

  /** The text of the file, before variables are replaced. */
  String raw() {
    if (isEmpty()) {
      throw problem("has no value");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw problem("must be a single value, is " + kind());
  }

  /** The text with variables replaced; may be blank. */
  String expanded() {
    var text = VariableExpansion.expand(raw(), context.environment(), this::problem);
    if (text.length() > MAX_LENGTH) {
      throw problem("has more than " + MAX_LENGTH + " characters once variables are replaced");
    }
    return text;
  }

  String text() {
    var text = expanded();
    if (text.isBlank()) {
      throw problem("is empty");
    }
    if (!PrintableText.printable(text)) {
      throw problem("must not contain line breaks or control characters");
    }
    return text;
  }

  boolean bool() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw problem("must be true or false" + was());
    };
  }

  int number(int least, int most) {
    var text = text();
    var whole = text.matches("0|[1-9][0-9]{0,8}");
    if (!whole || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
      throw problem("must be a whole number from " + least + " to " + most + was());
    }
    return Integer.parseInt(text);
  }

  Duration duration(Duration least, Duration most) {
    var duration =
        Durations.parse(text())
            .orElseThrow(
                () ->
                    problem(
                        "must be a duration such as 90s, 5m, 36h, 30d or 2w" + was() + unit(most)));
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      var range = Durations.print(least) + " to " + Durations.print(most);
      throw problem("must be from " + range + was());
    }
    return duration;
  }

  /** A number without a unit: days where years are allowed, otherwise seconds. */
  private String unit(Duration most) {
    var unit = most.compareTo(Duration.ofDays(365)) >= 0 ? "d" : "s";
    return raw().matches("[1-9][0-9]{0,8}") ? " (did you mean " + raw() + unit + "?)" : "";
  }

  <E extends Enum<E>> E enumConstant(Class<E> words) {
    var text = text();
    var known = Arrays.stream(words.getEnumConstants()).map(ConfigValue::configWord).toList();
    for (var constant : words.getEnumConstants()) {
      if (configWord(constant).equals(text)) {
        return constant;
      }
    }
    var suggestion = ErrorWording.suggest(text, known);
    throw problem("must be one of " + String.join(", ", known) + was() + suggestion);
  }

  /**
   * An absolute http or https address without user, query and fragment, and without a slash at its
   * end.
   */
  URI address() {
    var uri = webAddress(expanded());
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw problem("must not have a query or fragment");
    }
    return URI.create(uri.toString().replaceFirst("/+$", ""));
  }

  /** An absolute http or https address without user. Its text is never shown. */
  URI webAddress(String text) {
    var uri = webAddressWithUser(text);
    if (uri.getRawUserInfo() != null) {
      throw problem("must not contain a user name or password");
    }
    return uri;
  }

  /** An absolute http or https address, its host in ASCII. Its text is never shown. */
  URI webAddressWithUser(String text) {
    try {
      return RemoteEndpoint.parse(text);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw problem("must be an address such as https://host/path");
    }
  }

  /** Records that a secret is in the file itself. */
  void recordInlineSecret() {
    context.inlineSecrets().add(path);
  }

  /** {@code , was ...} with the text of the file. */
  String was() {
    return ", was " + ErrorWording.quote(raw());
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

  /** The word of this constant in a config, such as {@code starttls}. */
  static String configWord(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Mark start(Node node) {
    return node.getStartMark().orElseThrow();
  }
}
