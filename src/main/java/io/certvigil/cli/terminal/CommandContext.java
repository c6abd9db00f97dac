package io.certvigil.cli.terminal;

import io.certvigil.app.Version;
import io.certvigil.cloudflare.http.Ticker;
import io.certvigil.redaction.Scrubber;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Everything that a command uses of its environment, so that tests can replace it.
 *
 * @param width columns of {@code out}; 0 if it is not a terminal
 * @param errIsTerminal whether {@code err} is a terminal, so that progress may be drawn on it
 * @param ticker waits, and measures elapsed time
 * @param scrubber knows every secret that this process has read
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
    Ticker ticker,
    Scrubber scrubber) {
  /** Whether {@code out} is a terminal that shows colours, and NO_COLOR is not set. */
  boolean colours() {
    return width > 0
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** The current time in whole milliseconds, the precision of stored timestamps. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Prints a line on standard output, at once. */
  public void print(String line) {
    out.println(line);
    out.flush();
  }

  /** Prints a line on standard error. */
  public void printError(String line) {
    err.println(line);
  }

  /** The same context, with {@code err} also used as {@code out}. */
  public CommandContext onErr() {
    return new CommandContext(
        err,
        err,
        environment,
        hostName,
        width,
        errIsTerminal,
        clock,
        version,
        prompt,
        ticker,
        scrubber);
  }
}
