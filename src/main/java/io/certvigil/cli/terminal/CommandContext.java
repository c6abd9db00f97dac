package io.certvigil.cli.terminal;

import io.certvigil.app.Version;
import io.certvigil.cloudflare.http.Ticker;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Everything outside of a command, so that tests can hand it in.
 *
 * @param width columns of the terminal that {@code out} is; 0 where it is none
 * @param talks whether {@code err} is a terminal, so that progress may be drawn on it
 * @param ticker measures waiting, and waits
 */
public record CommandContext(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    String hostName,
    int width,
    boolean errIsTerminal,
    InstantSource clock,
    Version version,
    Prompt prompt,
    Ticker ticker) {

  /** One in which nobody can be asked anything. */
  CommandContext(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      String hostName,
      int width,
      boolean talks,
      InstantSource clock,
      Version version) {
    this(
        out,
        err,
        environment,
        hostName,
        width,
        talks,
        clock,
        version,
        Prompt.UNAVAILABLE,
        Ticker.SYSTEM);
  }

  /** Whether {@code out} is a terminal that shows colours to somebody who wants them. */
  boolean colours() {
    return width > 0
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** To the millisecond, as what is stored is. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The same, but what is printed goes where errors go. */
  public CommandContext onErr() {
    return new CommandContext(
        err, err, environment, hostName, width, errIsTerminal, clock, version, prompt, ticker);
  }
}
