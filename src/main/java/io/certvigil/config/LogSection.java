package io.certvigil.config;

import org.slf4j.event.Level;

/** {@code log} of the config. */
final class LogSection {
  private LogSection() {}

  static LogSettings read(ConfigMapping block) {
    var format =
        block.get(
            "format",
            LogSettings.DEFAULTS.format(),
            value -> value.enumConstant(LogSettings.Format.class));
    var level =
        block.get("level", LogSettings.DEFAULTS.level(), value -> value.enumConstant(Level.class));
    block.rejectUnknownKeys();
    return new LogSettings(format, level);
  }
}
