package io.certvigil.policy;

import io.certvigil.model.PrintableText;
import io.certvigil.model.ReadableDuration;
import io.certvigil.model.ReadableTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Builds the texts of event summaries. Names are untrusted: they cannot break a line or change its
 * reading direction.
 */
public final class EventText {
  private static final int LONGEST = 200;
  private static final int NAMED = 5;

  private EventText() {}

  /** Untrusted text on one line, printable, at most 200 characters long. */
  public static String clean(String text) {
    return PrintableText.line(text, LONGEST);
  }

  /** The cleaned name; the cleaned id if the cleaned name is empty. */
  public static String name(String name, String id) {
    var clean = clean(name);
    return clean.isEmpty() ? clean(id) : clean;
  }

  /** {@code expires in 13 d 21 h (2026-12-04T20:00Z)}, or {@code expired 2 d 3 h ago (...)}. */
  public static String expires(Instant end, Instant now) {
    var left = Duration.between(now, end);
    var when = when(end);
    if (left.abs().toMinutes() == 0) {
      return (left.isPositive() ? "expires now" : "expired just now") + when;
    }
    return left.isPositive()
        ? "expires in " + ReadableDuration.of(left) + when
        : "expired " + ReadableDuration.of(left) + " ago" + when;
  }

  /** What an alert says about a store that runs out of space, for this reason. */
  public static String storeLow(String shortage) {
    return "the store is low on space: " + clean(shortage);
  }

  /**
   * A stored summary as it reads at another time: the time left until {@code end} is computed anew,
   * everything else stays.
   *
   * @param name of what expires, with which the summary may begin; its own text is never changed
   * @param end as in the summary
   */
  public static String atTime(String summary, String name, Instant end, Instant now) {
    var stale =
        Pattern.compile(
            "(expires in [^()]*|expires now|expired just now|expired [^()]* ago)"
                + Pattern.quote(when(end)));
    var found = stale.matcher(summary);
    int named = summary.indexOf(name);
    return found.find(named < 0 ? 0 : named + name.length())
        ? summary.substring(0, found.start()) + expires(end, now) + summary.substring(found.end())
        : summary;
  }

  private static String when(Instant end) {
    return " (" + ReadableTime.iso(end) + ")";
  }

  /** The first five names and the number of further ones. */
  public static String firstNames(List<String> names) {
    var named = names.stream().limit(NAMED).map(EventText::clean).collect(Collectors.joining(", "));
    return names.size() > NAMED ? named + " and " + (names.size() - NAMED) + " more" : named;
  }

  /** {@code 1 list}, {@code 3 lists}. */
  public static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
