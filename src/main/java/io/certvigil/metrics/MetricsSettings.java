package io.certvigil.metrics;

import java.time.Duration;

/**
 * {@code metrics} of the config.
 *
 * @param horizon certificates that expire within it have their own series in mode {@code expiring}
 * @param maxSeries the maximum number of certificates with series, earliest expiry first
 * @param days whether {@code certvigil_certificate_days_to_expiry} is exported
 */
public record MetricsSettings(Mode certificates, Duration horizon, int maxSeries, boolean days) {
  public static final MetricsSettings DEFAULTS =
      new MetricsSettings(Mode.EXPIRING, Duration.ofDays(60), 10_000, true);

  /** Which certificates have their own series. */
  public enum Mode {
    NONE,
    /** Those within the horizon, and those with a firing alert. */
    EXPIRING,
    ALL
  }
}
