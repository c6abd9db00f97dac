package io.certvigil.config;

import org.slf4j.event.Level;

/** {@code log} of the config. */
public record LogSettings(Format format, Level level) {
  public static final LogSettings DEFAULTS = new LogSettings(Format.TEXT, Level.INFO);

  /** The format of log lines. */
  public enum Format {
    TEXT,
    JSON
  }

  static LogSettings read(ConfigMapping block) {
    var format = block.get("format", DEFAULTS.format(), value -> value.enumConstant(Format.class));
    var level = block.get("level", DEFAULTS.level(), value -> value.enumConstant(Level.class));
    block.rejectUnknownKeys();
    return new LogSettings(format, level);
  }
}
