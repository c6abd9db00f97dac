package io.certvigil.config;

import io.certvigil.model.Glob;
import io.certvigil.model.Globs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Globs and cron expressions of the config. */
final class Patterns {
  private static final int MOST_STARS = 8;
  private static final int LONGEST = 255;

  private Patterns() {}

  /** Ids, names or globs with excludes. */
  static Globs globs(Value value) {
    return new Globs(filled(value, value.each(item -> glob(item, true))));
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
    var bare = glob.startsWith("!") ? glob.substring(1) : glob;
    if (words.stream().noneMatch(word -> new Glob(bare).takes(word))) {
      throw value.wrong("knows no " + Words.quote(value.raw()) + Words.suggest(bare, words));
    }
    return value.text();
  }
}
