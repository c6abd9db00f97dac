package io.certvigil.cli.terminal;

import org.jspecify.annotations.Nullable;

/** How bad a row is, for the eye. What is coloured also says so in words. */
public enum RowStyle {
  PLAIN(""),
  WARNING("\u001b[33m"),
  CRITICAL("\u001b[31m");

  private static final long WEEK = 7;
  private static final long MONTH = 30;
  private static final String END = "\u001b[0m";

  private final String begin;

  RowStyle(String begin) {
    this.begin = begin;
  }

  /** By the time that is left; nothing is known where it is null. */
  public static RowStyle ofDays(@Nullable Long days) {
    if (days == null || days >= MONTH) {
      return PLAIN;
    }
    return days < WEEK ? CRITICAL : WARNING;
  }

  /** The line in its colour, where the terminal shows any. */
  String paint(String line, CommandContext world) {
    return this == PLAIN || !world.colours() ? line : begin + line + END;
  }
}
