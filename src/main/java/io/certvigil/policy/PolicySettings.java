package io.certvigil.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code expiry} of the config.
 *
 * @param rungs the ladder of certificates that nobody renews by themselves, longest first, without
 *     the 0 that is always there
 * @param overrides the most specific match wins, then the later one
 */
public record PolicySettings(List<Duration> rungs, List<ExpiryRule> overrides) {
  public static final PolicySettings DEFAULTS =
      new PolicySettings(
          List.of(
              Duration.ofDays(60),
              Duration.ofDays(30),
              Duration.ofDays(14),
              Duration.ofDays(7),
              Duration.ofDays(3),
              Duration.ofDays(1)),
          List.of());

  public PolicySettings {
    rungs = List.copyOf(rungs);
    overrides = List.copyOf(overrides);
  }

  /**
   * One entry of {@code expiry.overrides}.
   *
   * @param rungs literal, dropped only when as long as the lifetime; null keeps the ladder
   * @param severity a fixed severity; null keeps the computed one
   * @param supersededBySubject whether a later certificate of the same subject supersedes
   * @param mute whether nothing is ever told
   */
  public record ExpiryRule(
      Matcher match,
      @Nullable List<Duration> rungs,
      @Nullable Severity severity,
      boolean supersededBySubject,
      boolean mute) {
    public ExpiryRule {
      rungs = rungs == null ? null : List.copyOf(rungs);
    }
  }
}
