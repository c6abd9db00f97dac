package io.certvigil.policy;

import io.certvigil.model.WordedEnum;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why and when a certificate is alerted.
 *
 * @param alertKey the key of its alert, even if there never was one
 * @param name the certificate's name for people
 * @param rule the origin of its rungs
 * @param ruleText the rule as text, such as {@code manual, lifetime 90 d: ...}
 * @param override the matcher of the override that applies, for its rungs, its severity or a mute;
 *     null if none applies
 * @param lifetimeDays rounded up to whole days; null if unknown
 * @param renewal how long before expiry Cloudflare renews it; null if it does not
 * @param end its last known expiry; null if it never expires or if none was ever readable
 * @param steps every rung, including dropped ones, longest first; the last is zero
 * @param current the current rung: that of its alert if it fires, else the most urgent one reached;
 *     null above the first rung and without an expiry
 * @param next the next rung with an event; null below the last one, without an expiry, and if it is
 *     not alerted
 * @param nextAt when {@code next} is reached; null if {@code next} is null; in the past if it is
 *     due
 * @param reminder the next reminder, and why there is none; null if its alert does not fire
 * @param notAlertedReason why it is not alerted, one line; null if it is
 * @param uncovered the hosts that no other certificate covers, if others cover some; else empty
 * @param alert its alert, preferring a firing one; null if there never was one
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
    @Nullable Reminder reminder,
    @Nullable String notAlertedReason,
    List<String> uncovered,
    @Nullable Alert alert) {
  public Explanation {
    steps = List.copyOf(steps);
    uncovered = List.copyOf(uncovered);
  }

  /**
   * What follows between this rung and the next one.
   *
   * @param text such as {@code reminder 3 of 7, daily}, or why there is none
   * @param at when it is due; null if there is none; in the past if it is due
   */
  public record Reminder(String text, @Nullable Instant at) {}

  /** The origin of rungs. */
  public enum Rule implements WordedEnum {
    MANUAL,
    MANAGED,
    OVERRIDE
  }

  /**
   * One rung.
   *
   * @param at when it is reached; null without an expiry
   * @param passed whether that time has passed
   * @param severity the severity of its event
   * @param dropped why it does not apply to this certificate; null if it does
   */
  public record Step(
      Duration rung,
      @Nullable Instant at,
      boolean passed,
      Severity severity,
      @Nullable String dropped) {}
}
