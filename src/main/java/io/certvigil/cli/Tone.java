package io.certvigil.cli;

import org.jspecify.annotations.Nullable;

/** How bad a row is, for the eye. What is coloured also says so in words. */
enum Tone {
  PLAIN(""),
  WARNING("\u001b[33m"),
  CRITICAL("\u001b[31m");

  private static final long WEEK = 7;
  private static final long MONTH = 30;
  private static final String END = "\u001b[0m";

  private final String begin;

  Tone(String begin) {
    this.begin = begin;
  }

  /** By the time that is left; nothing is known where it is null. */
  static Tone ofDays(@Nullable Long days) {
    if (days == null || days >= MONTH) {
      return PLAIN;
    }
    return days < WEEK ? CRITICAL : WARNING;
  }

  /** The line in its colour, where the terminal shows any. */
  String paint(String line, World world) {
    return this == PLAIN || !world.colours() ? line : begin + line + END;
  }
}
