package io.certvigil.store.view;

import io.certvigil.store.Outbox;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as an operator sees it.
 *
 * @param id the row's number, for {@link Outbox#replay} and {@link Outbox#discard}
 * @param messageId what the receiver knows it by
 * @param lane the recipient; empty for the channel as a whole
 * @param state {@code ready}, {@code sending}, {@code delivered}, {@code suppressed}, {@code
 *     expired} or {@code discarded}
 * @param attempts how often it was sent
 * @param ambiguous whether an attempt may have arrived although no answer was seen
 * @param blocked for how many of its alerts something else goes before it
 * @param nextAttemptAt when it is due; null for one that is closed
 * @param closedAt null for one that is open
 * @param closedBy who discarded it; null where nobody has
 * @param reason why it failed last or was closed; of a suppressed one the silence's id; null where
 *     nothing failed
 * @param alerts the keys of the alerts that it speaks of
 * @param log its attempts, oldest first; empty in lists
 * @param body what is sent; null in lists, empty for one that a silence covered before it was made
 */
public record DeliveryView(
    long id,
    String messageId,
    String notification,
    String channel,
    String lane,
    String state,
    int attempts,
    boolean ambiguous,
    int blocked,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant closedAt,
    @Nullable String closedBy,
    @Nullable String reason,
    List<String> alerts,
    List<DeliveryEvent> events,
    List<DeliveryAttempt> log,
    @Nullable String body) {
  public DeliveryView {
    alerts = List.copyOf(alerts);
    events = List.copyOf(events);
    log = List.copyOf(log);
  }

  /** An event that it tells. */
  public record DeliveryEvent(String id, String type, String summary) {}

  /**
   * An attempt.
   *
   * @param number from 1
   * @param outcome {@code delivered}, {@code later} or {@code expired}
   * @param answer what the receiver said, at most 200 characters; null where it said nothing
   */
  public record DeliveryAttempt(
      int number,
      Instant endedAt,
      String outcome,
      @Nullable String reason,
      @Nullable String answer) {}

  /**
   * Each part is null where it filters nothing.
   *
   * @param state in any case, such as {@code expired}
   * @param alertKey of an event that it tells
   * @param since made at this moment or later
   * @param limit at most so many; 0 for all
   */
  public record Filter(
      @Nullable String channel,
      @Nullable String state,
      @Nullable String alertKey,
      @Nullable Instant since,
      int limit) {}
}
