package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.config.Config;
import io.certvigil.config.ErrorWording;
import io.certvigil.model.Glob;
import io.certvigil.model.LabelField;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Source;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The matchers of a silence as they are typed: {@code zone=*.shop.example label.team=platform}.
 *
 * @param key of an alert or a certificate; empty for any
 */
public record MatcherOptions(String key, Matcher match) {
  private static final List<String> WORDS = List.of("key", "source", "zone", "account", "name");

  /**
   * Reads the matchers as they were typed.
   *
   * @param keyOf finds the key for a word without {@code =}
   */
  public static MatcherOptions of(List<String> typed, Config config, UnaryOperator<String> keyOf) {
    var labels =
        config.watch().stream()
            .flatMap(watch -> watch.labels().keySet().stream())
            .collect(Collectors.toSet());
    var given = new LinkedHashMap<String, String>();
    for (var matcher : typed) {
      int equals = matcher.indexOf('=');
      var word = equals < 0 ? "key" : matcher.substring(0, equals);
      var value = equals < 0 ? keyOf.apply(matcher) : value(matcher, equals);
      check(word, value, labels);
      if (given.putIfAbsent(word, value) != null) {
        throw usageError(word + " is given twice; add one silence for each");
      }
    }
    return new MatcherOptions(given.getOrDefault("key", ""), match(given));
  }

  private static String value(String matcher, int equals) {
    var value = matcher.substring(equals + 1).strip();
    if (value.startsWith("~") || matcher.startsWith("!", equals - 1)) {
      throw usageError(
          PrintableText.of(matcher)
              + ": only = with a glob is supported, such as zone=*.shop.example");
    }
    if (value.isEmpty()) {
      throw usageError(PrintableText.of(matcher) + " has no value after =");
    }
    return value;
  }

  private static void check(String word, String value, Set<String> labels) {
    if (word.startsWith(LabelField.PREFIX)) {
      var label = word.substring(LabelField.PREFIX.length());
      if (!labels.contains(label)) {
        throw usageError(
            "no watch entry has a label "
                + PrintableText.of(label)
                + ErrorWording.suggest(label, labels));
      }
    } else if (!WORDS.contains(word)) {
      throw usageError(
          "there is no matcher "
              + PrintableText.of(word)
              + ErrorWording.suggest(word, WORDS)
              + "; use key, source, zone, account, name or label.NAME");
    } else if (word.equals("source")) {
      checkSource(value);
    }
  }

  private static void checkSource(String value) {
    var words = Arrays.stream(Source.values()).map(Source::word).toList();
    if (words.stream().noneMatch(new Glob(value)::matches)) {
      throw usageError(
          "there is no source " + PrintableText.of(value) + ErrorWording.suggest(value, words));
    }
  }

  private static Matcher match(Map<String, String> given) {
    return new Matcher(
        given.getOrDefault("source", ""),
        given.getOrDefault("zone", ""),
        given.getOrDefault("account", ""),
        given.getOrDefault("name", ""),
        LabelField.labels(given));
  }

  /** The matchers of a silence as they would be typed. */
  public static String text(Silence silence) {
    var words = silence.matchers();
    return words.isEmpty() ? "--all" : String.join(" ", words);
  }

  private static CommandFailure usageError(String what) {
    return CommandFailure.usage(what + "; see certvigil silence add --help");
  }
}
