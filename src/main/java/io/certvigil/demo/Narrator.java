package io.certvigil.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.certvigil.demo.receiver.ReceivedWebhook;
import io.certvigil.model.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Prints a line for each change in the simulation and for each event that its receiver gets. */
final class Narrator {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final Appendable out;
  private final InstantSource clock;

  Narrator(Appendable out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  void print(String words) {
    printLine(clock.instant(), "cloudflare: " + words);
  }

  /** Prints a line for each event of the message, with dashes for missing values. */
  void print(ReceivedWebhook message) {
    var verdict = message.verified() ? "signature ok" : "SIGNATURE WRONG";
    for (var event : events(message.text())) {
      printLine(message.at(), "alert: " + describe(event) + " [" + verdict + "]");
    }
  }

  private static List<JsonElement> events(String body) {
    try {
      var envelope = JsonParser.parseString(body);
      return member(member(envelope, "data"), "events") instanceof JsonArray events
          ? events.asList()
          : List.of(envelope);
    } catch (JsonParseException e) {
      return List.of(JsonNull.INSTANCE);
    }
  }

  private static JsonElement member(JsonElement of, String name) {
    return of instanceof JsonObject object && object.has(name)
        ? object.get(name)
        : JsonNull.INSTANCE;
  }

  private static String describe(JsonElement event) {
    return "%-8s %-26s %s"
        .formatted(
            text(event, "severity").toUpperCase(Locale.ROOT),
            text(event, "type"),
            text(event, "summary"));
  }

  private static String text(JsonElement of, String name) {
    var value = member(of, name);
    return value.isJsonPrimitive() ? value.getAsString() : "-";
  }

  /** Names are untrusted: characters that could control a terminal are replaced. */
  private void printLine(Instant at, String words) {
    var clean = PrintableText.of(words);
    synchronized (out) {
      try {
        out.append(TIME.format(at)).append("  ").append(clean).append(System.lineSeparator());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
