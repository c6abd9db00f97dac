package io.certvigil.policy;

import io.certvigil.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rungs of one certificate and the rule that selected them.
 *
 * @param rungs longest first; the last is always zero: expired
 * @param critical rungs up to this length are critical
 * @param fixed the severity of every rung if an override sets it; else null
 * @param most the highest severity of a rung, unless an override sets it
 * @param firstAtMostWarning whether the first rung is at most a warning, because the renewal may
 *     only be late
 * @param rule the rule as text
 */
public record Ladder(
    List<Duration> rungs,
    Duration critical,
    @Nullable Severity fixed,
    Severity most,
    boolean firstAtMostWarning,
    String rule) {
  private static final Duration WARNING = Duration.ofDays(30);

  public Ladder {
    var steps = new ArrayList<>(rungs);
    steps.removeIf(rung -> !rung.isPositive());
    steps.add(Duration.ZERO);
    rungs = steps.stream().distinct().sorted(Comparator.reverseOrder()).toList();
  }

  /** The most urgent rung reached with this much time left; empty above the first rung. */
  public Optional<Duration> reached(Duration left) {
    // Written as a loop for speed: for nearly every certificate of every sweep, the first line
    // decides.
    if (left.compareTo(first()) > 0) {
      return Optional.empty();
    }
    int rung = rungs.size() - 1;
    while (rungs.get(rung).compareTo(left) < 0) {
      rung--;
    }
    return Optional.of(rungs.get(rung));
  }

  /** The first rung, which opens the alert. */
  public Duration first() {
    return rungs.getFirst();
  }

  /** The next rung below this one; empty below zero. */
  public Optional<Duration> below(Duration rung) {
    return rungs.stream().filter(next -> next.compareTo(rung) < 0).findFirst();
  }

  /**
   * The rungs shorter than {@code from} and longer than {@code to}; from the first one if {@code
   * from} is null.
   */
  public List<Duration> between(@Nullable Duration from, Duration to) {
    return rungs.stream()
        .filter(rung -> from == null || rung.compareTo(from) < 0)
        .filter(rung -> rung.compareTo(to) > 0)
        .toList();
  }

  /** The severity of this rung. */
  public Severity severity(Duration rung) {
    if (fixed != null) {
      return fixed;
    }
    return Severity.lesser(severityByLength(rung), most);
  }

  private Severity severityByLength(Duration rung) {
    if (rung.isZero()
        || (rung.compareTo(critical) <= 0 && !(firstAtMostWarning && rung.equals(first())))) {
      return Severity.CRITICAL;
    }
    return rung.compareTo(WARNING) <= 0 ? Severity.WARNING : Severity.INFO;
  }

  /**
   * The rungs as text, such as {@code 14d 36h 0}, followed by the fixed severity if there is one,
   * or by the highest one if it is not critical.
   */
  public String text() {
    var text = rungs.stream().map(Ladder::format).collect(Collectors.joining(" "));
    if (fixed != null) {
      return text + " " + fixed;
    }
    return most == Severity.CRITICAL ? text : text + " <=" + most;
  }

  /** Whether the {@link #text} of a ladder contains this rung. */
  static boolean textContains(String text, Duration rung) {
    return List.of(text.split(" ")).contains(format(rung));
  }

  /** In the longest unit that divides it: {@code 14d}, {@code 36h}; zero is {@code 0}. */
  public static String format(Duration rung) {
    return rung.toSeconds() == 0 ? "0" : Durations.print(rung);
  }
}
