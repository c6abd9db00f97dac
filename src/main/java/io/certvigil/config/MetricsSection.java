package io.certvigil.config;

import io.certvigil.metrics.Settings;
import io.certvigil.metrics.Settings.Mode;
import java.time.Duration;

/** {@code metrics} of the config. */
final class MetricsSection {
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private MetricsSection() {}

  static Settings read(Block block) {
    var usual = Settings.DEFAULTS;
    var mode = block.get("certificates", usual.certificates(), value -> value.word(Mode.class));
    var horizon = block.get("horizon", usual.horizon(), value -> value.duration(SHORTEST, LONGEST));
    int most = block.get("max_series", usual.maxSeries(), value -> value.number(1, 10_000_000));
    boolean days = block.get("days", usual.days(), Value::bool);
    block.done();
    return new Settings(mode, horizon, most, days);
  }
}
