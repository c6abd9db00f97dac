package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Condition;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact that is sent exactly once. Its id is derived from its content, so that the same fact found
 * again has the same id.
 *
 * @param id {@code evt_} and 26 digits
 * @param summary one line for people
 * @param alert the alert after this event
 * @param previousRung the rung of the previous event; null if there was none
 * @param skipped rungs that were crossed at the same time and have no events of their own, most
 *     urgent last
 * @param watched the scope that it concerns; null for an event about a credential or the daemon
 * @param item the certificate; null for an event about none or several
 * @param change what changed; null if the event is not about a change
 * @param condition the condition that it is about; null if it is about none
 */
public record Event(
    String id,
    EventType type,
    Instant occurredAt,
    Severity severity,
    String summary,
    Alert alert,
    @Nullable Duration previousRung,
    List<Duration> skipped,
    @Nullable WatchedScope watched,
    @Nullable KnownCertificate item,
    @Nullable Field change,
    @Nullable Condition condition) {
  public Event {
    skipped = List.copyOf(skipped);
  }

  /** An event that is about no condition. */
  public Event(
      String id,
      EventType type,
      Instant occurredAt,
      Severity severity,
      String summary,
      Alert alert,
      @Nullable Duration previousRung,
      List<Duration> skipped,
      @Nullable WatchedScope watched,
      @Nullable KnownCertificate item,
      @Nullable Field change) {
    this(
        id,
        type,
        occurredAt,
        severity,
        summary,
        alert,
        previousRung,
        skipped,
        watched,
        item,
        change,
        null);
  }

  Event withSummary(String text) {
    return new Event(
        id,
        type,
        occurredAt,
        severity,
        text,
        alert,
        previousRung,
        skipped,
        watched,
        item,
        change,
        condition);
  }

  /** The same event about this condition. */
  public Event with(Condition about) {
    return new Event(
        id,
        type,
        occurredAt,
        severity,
        summary,
        alert,
        previousRung,
        skipped,
        watched,
        item,
        change,
        about);
  }

  /** One field before and after, such as {@code status}: {@code active}, {@code revoked}. */
  public record Field(String field, String from, String to) {}
}
