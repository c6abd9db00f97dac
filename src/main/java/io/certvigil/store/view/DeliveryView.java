package io.certvigil.store.view;

import com.google.gson.annotations.JsonAdapter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery for output.
 *
 * @param id the number of the delivery, for {@code Outbox.replay} and {@code Outbox.discard}
 * @param messageId the id that the receiver gets
 * @param lane the recipient; empty for the whole channel
 * @param state {@code ready}, {@code sending}, {@code delivered}, {@code suppressed}, {@code
 *     expired} or {@code discarded}
 * @param attempts how often it was attempted
 * @param ambiguous whether an attempt may have arrived although no response was received
 * @param blocked for how many of its alerts another delivery must be sent first
 * @param nextAttemptAt when it is due; null if it is closed
 * @param closedAt null if it is open
 * @param closedBy who discarded it; null if it was not discarded by an operator
 * @param replayedBy the operator who has replayed it last; null if nobody has, and not in the JSON
 * @param reason why it last failed or was closed; the silence's id if it is suppressed; null if
 *     nothing failed
 * @param alerts the keys of the alerts that it is about
 * @param log its attempts, oldest first; empty in lists
 * @param body the message; null in lists, empty if a silence covered the events before a message
 *     was composed
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
    @JsonAdapter(value = OmittedWhenNull.class, nullSafe = false) @Nullable String replayedBy,
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

  /** An event that the delivery reports. */
  public record DeliveryEvent(String id, String type, String summary) {}

  /**
   * An attempt to send it.
   *
   * @param number from 1
   * @param outcome {@code delivered}, {@code later} or {@code expired}
   * @param answer the receiver's response, at most 200 characters; null if there was none
   */
  public record DeliveryAttempt(
      int number,
      Instant endedAt,
      String outcome,
      @Nullable String reason,
      @Nullable String answer) {}

  /**
   * A filter for deliveries. A part that is null matches everything.
   *
   * @param state in upper or lower case, such as {@code expired}
   * @param alertKey the alert key of an event that it reports
   * @param since created at this moment or later
   * @param limit the maximum number; 0 for all
   * @param refused only those that the receiver refused: not delivered since, or delivered as a
   *     simpler message that replaced the refused one
   */
  public record Filter(
      @Nullable String channel,
      @Nullable String state,
      @Nullable String alertKey,
      @Nullable Instant since,
      int limit,
      boolean refused) {
    public Filter(
        @Nullable String channel,
        @Nullable String state,
        @Nullable String alertKey,
        @Nullable Instant since,
        int limit) {
      this(channel, state, alertKey, since, limit, false);
    }
  }
}
