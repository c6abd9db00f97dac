package io.certvigil.policy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code expiry} of the config.
 *
 * @param rungs the ladder of certificates that are renewed manually, longest first, without the 0
 *     that is always included
 * @param overrides the most specific match wins, then the later one
 */
public record PolicySettings(List<Duration> rungs, List<ExpiryRule> overrides) {
  public static final PolicySettings DEFAULTS =
      new PolicySettings(Stream.of(60, 30, 14, 7, 3, 1).map(Duration::ofDays).toList(), List.of());

  public PolicySettings {
    rungs = List.copyOf(rungs);
    overrides = List.copyOf(overrides);
  }

  /**
   * The settings as text, which the store keeps to detect changed rules at the next start. It is
   * exactly the text that version 0.1 stored, with its class names: a different text for the same
   * rules would make every scope decide again after an upgrade.
   */
  public String fingerprint() {
    return "Settings[rungs=%s, overrides=%s]"
        .formatted(rungs, overrides.stream().map(ExpiryRule::fingerprint).toList());
  }

  /**
   * One entry of {@code expiry.overrides}.
   *
   * @param rungs used as given, except rungs that are not shorter than the lifetime; null keeps the
   *     default ladder
   * @param severity a fixed severity; null keeps the computed one
   * @param supersededBySubject whether a later certificate with the same subject supersedes
   * @param mute whether no events are sent at all
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

    private String fingerprint() {
      return "ExpiryRule[match=%s, rungs=%s, severity=%s, supersededBySubject=%s, mute=%s]"
          .formatted(match.fingerprint(), rungs, severity, supersededBySubject, mute);
    }
  }
}
