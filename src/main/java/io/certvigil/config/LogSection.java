package io.certvigil.config;

import org.slf4j.event.Level;

/** {@code log} of the config. */
final class LogSection {
  private LogSection() {}

  static Log read(Block block) {
    var format = block.get("format", Log.DEFAULTS.format(), value -> value.word(Log.Format.class));
    var level = block.get("level", Log.DEFAULTS.level(), value -> value.word(Level.class));
    block.done();
    return new Log(format, level);
  }
}
