package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact that is told, exactly once. Its id follows from what it says, so the same fact found again
 * is the same row.
 *
 * @param id {@code evt_} and 26 digits
 * @param summary one line for people
 * @param alert the alert as it stands after this event
 * @param previousRung the rung told before; null where there was none
 * @param skipped rungs crossed at the same time and not told on their own, most urgent last
 * @param watched the scope that it concerns; null for one that concerns a credential or the daemon
 * @param item the certificate; null for one that concerns none or several
 * @param change what changed; null where the event is not about a change
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
    @Nullable Field change) {
  public Event {
    skipped = List.copyOf(skipped);
  }

  /** One field before and after, such as {@code status}: {@code active}, {@code revoked}. */
  public record Field(String field, String from, String to) {}
}
