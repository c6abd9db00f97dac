package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a certificate is alerted when it is.
 *
 * @param alertKey the key of its alert, whether or not there ever was one
 * @param name what a person calls the certificate
 * @param rule where its rungs come from
 * @param because the rule in words, such as {@code manual, lifetime 90 d: ...}
 * @param override what the override matches that applies, be it for its rungs, its severity or a
 *     mute; null where none does
 * @param lifetimeDays rounded up to whole days; null where nobody knows it
 * @param renewal how long before its end Cloudflare renews it; null where it does not
 * @param end its last known end; null where it has none or nobody ever knew it
 * @param steps every rung, the dropped ones too, longest first; the last is zero
 * @param current the rung that it is on now: of its alert where that fires, else the most urgent
 *     one reached; null above the first and without an end
 * @param next the next rung that will be told; null below the last one, without an end, and while
 *     {@code quiet}
 * @param nextAt when {@code next} is reached; null with it. In the past where it is due
 * @param quiet why nothing is told now, one line; null where something is
 * @param uncovered the hosts that no other certificate covers, where others cover some; else empty
 * @param alert its alert, the firing one before a resolved one; null where there never was one
 */
public record Explanation(
    String alertKey,
    String name,
    Rule rule,
    String ruleText,
    @Nullable Matcher override,
    @Nullable Long lifetimeDays,
    @Nullable Duration renewal,
    @Nullable Instant end,
    List<Step> steps,
    @Nullable Duration current,
    @Nullable Duration next,
    @Nullable Instant nextAt,
    @Nullable String notAlertedReason,
    List<String> uncovered,
    @Nullable Alert alert) {
  public Explanation {
    steps = List.copyOf(steps);
    uncovered = List.copyOf(uncovered);
  }

  /** Where rungs come from. */
  public enum Rule {
    MANUAL,
    MANAGED,
    OVERRIDE
  }

  /**
   * One rung.
   *
   * @param at when it is reached; null without an end
   * @param passed whether that moment has come
   * @param severity with which it is told
   * @param dropped why it does not count for this certificate; null where it does
   */
  public record Step(
      Duration rung,
      @Nullable Instant at,
      boolean passed,
      Severity severity,
      @Nullable String dropped) {}
}
