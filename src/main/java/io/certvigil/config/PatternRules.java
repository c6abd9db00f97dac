package io.certvigil.config;

import io.certvigil.model.Glob;
import io.certvigil.model.Globs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads globs and cron expressions of the config. */
final class PatternRules {
  private static final int MOST_STARS = 8;
  private static final int LONGEST = 255;
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{32}");

  /** Looks like an id with a missing digit or with dashes; no name has this form. */
  private static final Pattern MEANT_AS_ID = Pattern.compile("[0-9a-fA-F-]{20,}");

  private PatternRules() {}

  /** Ids, names or globs of accounts, with excludes. */
  static Globs accounts(ConfigValue value) {
    return globs(value, PatternRules::accountOrZone);
  }

  /** Ids, names or globs of zones, with excludes. */
  static Globs zones(ConfigValue value) {
    return globs(value, PatternRules::zone);
  }

  private static Globs globs(ConfigValue value, Function<ConfigValue, String> one) {
    return new Globs(requireItems(value, value.mapItems(one)));
  }

  private static String accountOrZone(ConfigValue value) {
    var text = glob(value, true);
    var word = withoutExclude(text);
    if (MEANT_AS_ID.matcher(word).matches() && !isId(word)) {
      throw value.problem(
          "is not an id: Cloudflare's ids have 32 hex digits, this has "
              + word.length()
              + " characters"
              + value.was());
    }
    return text;
  }

  private static String zone(ConfigValue value) {
    var text = accountOrZone(value);
    var word = withoutExclude(text);
    if (new Glob(word).isLiteral() && !isId(word) && word.indexOf('.') < 0) {
      value.addWarning(
          "matches no zone: a zone name contains a dot, a zone id has 32 hex digits" + value.was());
    }
    return text;
  }

  private static boolean isId(String word) {
    return ID.matcher(word).matches();
  }

  private static String withoutExclude(String pattern) {
    return pattern.startsWith("!") ? pattern.substring(1) : pattern;
  }

  static <T> List<T> requireItems(ConfigValue value, List<T> items) {
    if (value.items().isEmpty()) {
      throw value.problem("must not be an empty list: omit the key for the default");
    }
    return items;
  }

  static String glob(ConfigValue value, boolean excludes) {
    var text = value.text();
    var glob = excludes && text.startsWith("!") ? text.substring(1) : text;
    if (glob.isBlank() || !glob.equals(glob.strip())) {
      throw value.problem(
          "must be an id, a name or a glob, without surrounding blanks" + value.was());
    }
    if (glob.startsWith("!")) {
      throw value.problem("cannot exclude with ! here" + value.was());
    }
    if (glob.length() > LONGEST || glob.chars().filter(c -> c == '*').count() > MOST_STARS) {
      throw value.problem("must have at most 255 characters and 8 stars");
    }
    return text; // including its exclamation mark
  }

  /** The longest gap between two times of a Quartz cron expression. */
  static Duration cron(ConfigValue value, ConfigInput from) {
    try {
      return from.cron().apply(value.text());
    } catch (IllegalArgumentException e) {
      throw value.problem(
          "is not a Quartz cron expression: "
              + ErrorWording.quoteSentence(String.valueOf(e.getMessage()))
              + UnixCron.toQuartz(value.text())
                  .filter(quartz -> isCron(quartz, from))
                  .map(quartz -> " (did you mean \"" + quartz + "\"?)")
                  .orElse(""));
    }
  }

  private static boolean isCron(String text, ConfigInput from) {
    try {
      return from.cron().apply(text).isPositive();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A glob that matches at least one word of a closed set. */
  static String globOver(ConfigValue value, Collection<String> words, boolean excludes) {
    var glob = glob(value, excludes);
    var bare = withoutExclude(glob);
    if (words.stream().noneMatch(word -> new Glob(bare).matches(word))) {
      throw value.problem(
          "matches no known value: "
              + ErrorWording.quote(value.raw())
              + ErrorWording.suggest(bare, words));
    }
    return value.text();
  }
}
