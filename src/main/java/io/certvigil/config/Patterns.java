package io.certvigil.config;

import io.certvigil.model.Glob;
import io.certvigil.model.Globs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Globs and cron expressions of the config. */
final class Patterns {
  private static final int MOST_STARS = 8;
  private static final int LONGEST = 255;
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{32}");

  /** No name looks like this, but an id that lost a digit, or one with dashes, does. */
  private static final Pattern MEANT_AS_ID = Pattern.compile("[0-9a-fA-F-]{20,}");

  private Patterns() {}

  /** Ids, names or globs of accounts, with excludes. */
  static Globs accounts(Value value) {
    return globs(value, Patterns::owner);
  }

  /** Ids, names or globs of zones, with excludes. */
  static Globs zones(Value value) {
    return globs(value, Patterns::zone);
  }

  private static Globs globs(Value value, Function<Value, String> one) {
    return new Globs(filled(value, value.each(one)));
  }

  private static String owner(Value value) {
    var text = glob(value, true);
    var word = bare(text);
    if (MEANT_AS_ID.matcher(word).matches() && !isId(word)) {
      throw value.wrong(
          "is no id: Cloudflare's have 32 hex digits, this has "
              + word.length()
              + " characters"
              + value.was());
    }
    return text;
  }

  private static String zone(Value value) {
    var text = owner(value);
    var word = bare(text);
    if (new Glob(word).exact() && !isId(word) && word.indexOf('.') < 0) {
      value.odd("takes nothing: a zone's name has a dot, and its id 32 hex digits" + value.was());
    }
    return text;
  }

  private static boolean isId(String word) {
    return ID.matcher(word).matches();
  }

  private static String bare(String pattern) {
    return pattern.startsWith("!") ? pattern.substring(1) : pattern;
  }

  static <T> List<T> filled(Value value, List<T> items) {
    if (value.items().isEmpty()) {
      throw value.wrong("must not be an empty list: leave it out for the default");
    }
    return items;
  }

  static String glob(Value value, boolean excludes) {
    var text = value.text();
    var glob = excludes && text.startsWith("!") ? text.substring(1) : text;
    if (glob.isBlank() || !glob.equals(glob.strip())) {
      throw value.wrong("must be an id, a name or a glob, without blanks around it" + value.was());
    }
    if (glob.startsWith("!")) {
      throw value.wrong("cannot exclude here" + value.was());
    }
    if (glob.length() > LONGEST || glob.chars().filter(c -> c == '*').count() > MOST_STARS) {
      throw value.wrong("must have at most 255 characters and 8 stars");
    }
    return text; // with its exclamation mark
  }

  /** The longest gap that a Quartz expression leaves. */
  static Duration cron(Value value, Sources from) {
    try {
      return from.cron().apply(value.text());
    } catch (IllegalArgumentException e) {
      throw value.wrong(
          "is no Quartz expression: " + Words.sentence(String.valueOf(e.getMessage())));
    }
  }

  /** A glob that takes at least one word of a closed set. */
  static String among(Value value, Collection<String> words, boolean excludes) {
    var glob = glob(value, excludes);
    var bare = bare(glob);
    if (words.stream().noneMatch(word -> new Glob(bare).takes(word))) {
      throw value.wrong("knows no " + Words.quote(value.raw()) + Words.suggest(bare, words));
    }
    return value.text();
  }
}
