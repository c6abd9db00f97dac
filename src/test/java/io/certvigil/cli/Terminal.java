package io.certvigil.cli;

import io.certvigil.app.Version;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in process, and keeps what they print. */
final class Terminal {
  static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private int width;

  Terminal env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Terminal width(int width) {
    this.width = width;
    return this;
  }

  World world() {
    return new World(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        "host-1",
        width,
        false,
        InstantSource.fixed(TODAY),
        new Version("9.9.9", "abc123"));
  }

  int run(String... args) {
    return Main.run(world(), args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
