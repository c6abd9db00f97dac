package io.certvigil.cli;

import io.certvigil.app.Version;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.Prompt;
import io.certvigil.cloudflare.http.Ticker;
import io.certvigil.redaction.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs commands in this process and captures their output. */
public final class CommandRunner {
  public static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> config = new ArrayList<>();
  private final Scrubber scrubber = new Scrubber();
  private int width;
  private Prompt prompt = Prompt.UNAVAILABLE;
  private InstantSource clock = InstantSource.fixed(TODAY);
  private Ticker ticker = Ticker.SYSTEM;

  public CommandRunner env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Commands run with this config file. */
  public CommandRunner config(Path file) {
    config.addAll(List.of("--config", file.toString()));
    return this;
  }

  public CommandRunner width(int width) {
    this.width = width;
    return this;
  }

  /** Questions are answered by this. */
  public CommandRunner answering(Prompt someone) {
    this.prompt = someone;
    return this;
  }

  /** Commands run at this time. */
  public CommandRunner at(Instant now) {
    clock = InstantSource.fixed(now);
    return this;
  }

  public <T extends InstantSource & Ticker> CommandRunner time(T time) {
    this.clock = time;
    this.ticker = time;
    return this;
  }

  public CommandContext context() {
    return new CommandContext(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        "host-1",
        width,
        false,
        clock,
        new Version("9.9.9", "abc123"),
        prompt,
        ticker,
        scrubber);
  }

  /** Runs one command; the output is that of all commands so far. */
  public CommandOutput run(String... words) {
    var all = Stream.concat(Stream.of(words), config.stream()).toArray(String[]::new);
    int exit = Main.run(context(), all);
    return new CommandOutput(exit, out(), err());
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
