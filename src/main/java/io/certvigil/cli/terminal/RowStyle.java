package io.certvigil.cli.terminal;

import org.jspecify.annotations.Nullable;

/** The colour of a row by severity. The row also shows the severity as text. */
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

  /** By the days that are left; null if unknown. */
  public static RowStyle ofDays(@Nullable Long days) {
    if (days == null || days >= MONTH) {
      return PLAIN;
    }
    return days < WEEK ? CRITICAL : WARNING;
  }

  /** The line in its colour, if the terminal shows colours. */
  String paint(String line, CommandContext context) {
    return this == PLAIN || !context.colours() ? line : begin + line + END;
  }
}
