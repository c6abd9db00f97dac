package io.certvigil.config;

import org.slf4j.event.Level;

/** {@code log} of the config. */
public record Log(Format format, Level level) {
  public static final Log DEFAULTS = new Log(Format.TEXT, Level.INFO);

  /** How a line looks. */
  public enum Format {
    TEXT,
    JSON
  }
}
