package io.certvigil.store.view;

import io.certvigil.policy.Silence;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A silence as JSON; a matcher that matches everything is an empty string.
 *
 * @param state {@code active}, {@code pending} or {@code expired}
 */
public record SilenceJson(
    String id,
    String state,
    String key,
    String source,
    String zone,
    String account,
    String name,
    Map<String, String> labels,
    Instant startsAt,
    Instant endsAt,
    String author,
    String comment,
    Instant createdAt) {
  public SilenceJson {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels)); // one order in every process
  }

  /** The silence with its state at {@code now}. */
  public static SilenceJson of(Silence silence, Instant now) {
    var match = silence.match();
    return new SilenceJson(
        silence.id(),
        state(silence, now),
        silence.key(),
        match.source(),
        match.zone(),
        match.account(),
        match.name(),
        match.labels(),
        silence.startsAt(),
        silence.endsAt(),
        silence.author(),
        silence.comment(),
        silence.createdAt());
  }

  /** The value of {@code state} at {@code now}. */
  public static String state(Silence silence, Instant now) {
    if (silence.active(now)) {
      return "active";
    }
    return now.isBefore(silence.startsAt()) ? "pending" : "expired";
  }
}
