package io.certvigil.config;

import io.certvigil.metrics.MetricsSettings;
import io.certvigil.metrics.MetricsSettings.Mode;
import java.time.Duration;

/** {@code metrics} of the config. */
final class MetricsSection {
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private MetricsSection() {}

  static MetricsSettings read(ConfigMapping block) {
    var usual = MetricsSettings.DEFAULTS;
    var mode =
        block.get("certificates", usual.certificates(), value -> value.enumConstant(Mode.class));
    var horizon = block.get("horizon", usual.horizon(), value -> value.duration(SHORTEST, LONGEST));
    int most = block.get("max_series", usual.maxSeries(), value -> value.number(1, 10_000_000));
    boolean days = block.get("days", usual.days(), ConfigValue::bool);
    block.rejectUnknownKeys();
    return new MetricsSettings(mode, horizon, most, days);
  }
}
