package io.certvigil.store;

import io.certvigil.policy.OneTimeEvents;
import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.receiver.Told;
import io.certvigil.store.receiver.ToldRows;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.Backlog;
import io.certvigil.store.view.ComposeState;
import io.certvigil.store.view.DeliveryOperationResult;
import io.certvigil.store.view.DeliveryView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stored events and deliveries, for composing and sending. The states of a delivery are {@code
 * READY -> SENDING -> DELIVERED | READY (later) | EXPIRED}, or directly from {@code READY} to
 * {@code SUPPRESSED | EXPIRED | DISCARDED}. A claim is committed before anything is sent, no
 * transaction is open while sending, and settling has priority over every other write.
 *
 * <p>The deliveries about one alert are sent in the order of their creation, within a lane of the
 * channel, such as one recipient of mail. A lane never waits for another lane.
 *
 * <p>If settling throws, nothing was changed: settle again with the same delivery. Settling a
 * delivery that is already settled changes nothing.
 */
public final class Outbox {
  private static final Duration SHORT_ATTEMPT = Duration.ofSeconds(20);

  private final Database database;

  Outbox(Database database) {
    this.database = database;
  }

  /** The events that this channel has not composed yet, oldest first. */
  public List<StoredEvent> unseen(String channel, int limit) {
    return unseen(channel, 0, limit);
  }

  /** As {@link #unseen(String, int)}, but only events after this position, for the next page. */
  public List<StoredEvent> unseen(String channel, long after, int limit) {
    return database.read("compose", session -> ChannelRows.unseen(session, channel, after, limit));
  }

  /** What the receiver of this channel was, or is still to be, told of this alert. */
  public Optional<Told> told(String channel, String alertKey) {
    return database.read("compose", session -> ToldRows.find(session, channel, alertKey));
  }

  /** Whether one of these channels has composed this event, sent or not. */
  public boolean isComposedBy(Collection<String> channels, long position) {
    return database
        .list(
            "compose",
            "SELECT d.channel FROM delivery_event x JOIN delivery d ON d.id = x.delivery"
                + " WHERE x.position = ? AND d.state NOT IN ('SUPPRESSED', 'DISCARDED')",
            ResultRow::text,
            position)
        .stream()
        .anyMatch(channels::contains);
  }

  /**
   * Stores deliveries that a schedule triggers and no event, such as a digest, once for each
   * moment.
   *
   * @param name identifies the schedule, such as one digest
   * @param due the moment; nothing is stored if deliveries for this moment or a later one were
   *     stored before
   * @param drafts by channel
   * @return how many deliveries were stored
   */
  public int enqueueScheduled(
      String name, Instant due, Map<String, List<NewDelivery>> drafts, Instant now) {
    var composed = Map.copyOf(drafts);
    return database.write(
        "compose", session -> ChannelRows.enqueueScheduled(session, name, due, composed, now));
  }

  /** Stores deliveries that no new event causes; one whose id is open already is left out. */
  public int add(String channel, List<NewDelivery> drafts, Instant now) {
    var composed = List.copyOf(drafts);
    return composed.isEmpty()
        ? 0
        : database.write(
            "compose", session -> DeliveryRows.insert(session, channel, composed, now));
  }

  /** The moment of the last {@link #enqueueScheduled}; empty if there was none. */
  public Optional<Instant> lastScheduled(String name) {
    return database.read(
        "compose", session -> MetaTable.instant(session, ChannelRows.SCHEDULED + name));
  }

  /**
   * Stores deliveries, moves the channel's mark to {@code upTo}, and closes the silenced events in
   * the same transaction: for each silence one suppressed delivery that refers to its events.
   *
   * <p>Nothing is stored if the mark has already reached {@code upTo}, because another composer was
   * first. Nor if one of these silences has expired and was reported by {@link
   * Silences#reportExpired}: then compose again without it.
   *
   * @param upTo the {@link StoredEvent#position} of the last event looked at, sent or not
   * @param suppressed the ids of events by the id of the silence that covers them
   * @return how many deliveries to be sent were stored
   * @throws IllegalArgumentException if no such silence exists
   */
  public int enqueue(
      String channel,
      long upTo,
      List<NewDelivery> drafts,
      Map<String, List<String>> suppressed,
      Instant now) {
    var composed = List.copyOf(drafts);
    var covered = Map.copyOf(suppressed);
    return database.write(
        "compose", session -> ChannelRows.enqueue(session, channel, upTo, composed, covered, now));
  }

  /** The state that decides when the next notification of this channel is composed. */
  public ComposeState composeState(String channel) {
    return database.read("compose", session -> ChannelRows.composeState(session, channel));
  }

  /** The open deliveries of a channel that were never sent, oldest first. */
  public List<PendingDelivery> pending(String channel) {
    return database.read("compose", session -> DeliveryQueries.pending(session, channel));
  }

  /**
   * Closes a delivery that a silence covers and unblocks the deliveries behind it.
   *
   * @return false, and nothing changed, if the delivery was sent before, is being sent or is
   *     closed, or if the silence has expired and was reported
   * @throws IllegalArgumentException if no such silence exists
   */
  public boolean suppress(long deliveryId, String silenceId, Instant now) {
    return database.write(
        "compose", session -> DeliveryOperations.suppress(session, deliveryId, silenceId, now));
  }

  /**
   * The last event of each firing alert, and of each alert resolved at {@code resolvedSince} or
   * later, oldest first: the events for a receiver that gets the whole state. One-time events, such
   * as a changed status, are left out.
   */
  public List<StoredEvent> activeAlertEvents(Instant resolvedSince) {
    return database.list(
        "compose",
        """
        SELECT %s FROM alert a JOIN event e ON e.position = (SELECT max(e.position) FROM event e
          WHERE e.alert_key = a.key AND e.incarnation = a.incarnation %s)
        WHERE a.state = 'firing' OR (a.state = 'resolved' AND a.updated_at >= ?)
        ORDER BY e.position
        """
            .formatted(EventRows.COLUMNS, EventRows.STATEFUL),
        EventRows::fromRow,
        resolvedSince);
  }

  /** An event of type {@code test} to send through a channel. It is not stored. */
  public static StoredEvent testEvent(String channel, Instant now) {
    var event = OneTimeEvents.test(channel, now);
    return new StoredEvent(
        0,
        event.id(),
        event.type().word(),
        event.severity().word(),
        event.alert().id().key(),
        event.occurredAt(),
        EventJson.of(event));
  }

  /**
   * Closes every event that no channel has seen, with the reason {@code no_channel}. Returns how
   * many events were closed.
   */
  public int closeUnrouted(Instant now) {
    return database.write("compose", ChannelRows::closeUnrouted);
  }

  /** As {@link #claim(String, int, Instant)}, but only one. */
  public Optional<Delivery> claim(String channel, Instant now) {
    return claim(channel, 1, now).stream().findFirst();
  }

  /**
   * Claims the most urgent due deliveries of a channel whose alerts have no older undelivered one:
   * by severity, then by the nearest expiry. The claim is committed when this returns. A due date
   * further ahead of {@code now} than the longest retry delay counts as due, so that a clock jump
   * cannot delay a delivery for long.
   *
   * @param most at most this number of deliveries, each about other alerts; from 1
   */
  public List<Delivery> claim(String channel, int most, Instant now) {
    return claim(channel, most, now, SHORT_ATTEMPT);
  }

  /**
   * As {@link #claim(String, int, Instant)}, for a channel with this longest attempt.
   *
   * @param longestAttempt if the daemon is killed, the delivery is due again five seconds after
   *     {@code now} and this time
   */
  public List<Delivery> claim(String channel, int most, Instant now, Duration longestAttempt) {
    var deliveries =
        database.write(
            "claim", session -> DeliveryRows.claim(session, channel, most, now, longestAttempt));
    CrashPoint.reached("claim.after");
    return deliveries;
  }

  /** Returns a claimed delivery that was not sent. */
  public void release(Delivery delivery) {
    settle(session -> DeliveryRows.release(session, delivery));
  }

  /** The number of alerts that the receiver has in this shared thread and that have not ended. */
  public long threadSize(String channel, String thread) {
    return database.read("compose", session -> ToldRows.size(session, channel, thread));
  }

  /**
   * Marks the delivery as accepted by the receiver.
   *
   * @param answer the receiver's response, of which 200 characters are stored; null if there was
   *     none
   */
  public void markDelivered(Delivery delivery, @Nullable String answer, Instant now) {
    settle(session -> DeliveryRows.markDelivered(session, delivery, answer, now));
  }

  /** Schedules the next attempt at {@code at}, with the same id and the same bytes. */
  public void reschedule(Delivery delivery, Instant at, FailedAttempt failure, Instant now) {
    settle(session -> DeliveryRows.reschedule(session, delivery, at, failure, now));
  }

  /** Makes retries due now whose last failure has one of these reasons. */
  public void retryNow(String channel, Set<String> reasons, Instant now) {
    var some = Set.copyOf(reasons);
    settle(session -> DeliveryRows.retryNow(session, channel, some, now));
  }

  /**
   * Replaces a message that the receiver rejects for good with another one about the same events,
   * due at once. The rejected message is kept: {@link #replay} sends it again.
   */
  public void replace(
      Delivery delivery, String messageId, String body, FailedAttempt failure, Instant now) {
    settle(session -> DeliveryRows.replace(session, delivery, messageId, body, failure, now));
  }

  /** Records that a receiver without a delivery in flight, such as on a refresh, accepts. */
  public void recordAcceptance(String channel) {
    settle(session -> ChannelRows.clearFailures(session, channel));
  }

  /** Records a failure that concerns no delivery, such as that of a refresh. */
  public void recordFailure(String channel, FailedAttempt failure, Instant now) {
    settle(session -> ChannelRows.recordFailure(session, channel, failure, now));
  }

  /**
   * Expires the claimed delivery, which has reached the maximum age, and all other deliveries of
   * its channel of that age that are not being sent. One event reports all of them.
   *
   * <p>A great age may be caused by a clock jump. So the channel must also have failed on enough
   * different days since {@code createdBefore}: the number of days since that moment, less one (6
   * for a week). This attempt counts.
   *
   * @param createdBefore older deliveries expire; the claimed one whatever its age
   * @return how many were closed; 0, and nothing changed, if it may not expire yet (call {@link
   *     #reschedule} then) or is already settled
   */
  public long expire(
      Delivery delivery,
      Instant createdBefore,
      String reason,
      @Nullable String answer,
      Instant now) {
    CrashPoint.reached("settle.before");
    return database.writeFirst(
        "settle",
        session -> DeliveryRows.expire(session, delivery, createdBefore, reason, answer, now));
  }

  /** Deliveries that match the filter, newest first. */
  public List<DeliveryView> deliveries(DeliveryView.Filter filter) {
    return database.read("query", session -> DeliveryQueries.list(session, filter));
  }

  /**
   * The delivery with this number or message id, otherwise the only one whose message id or
   * notification id contains the text; with attempts and body. Empty if none or several match:
   * {@link #search} returns those.
   */
  public Optional<DeliveryView> find(String idOrPart) {
    return database.read("query", session -> DeliveryQueries.find(session, idOrPart));
  }

  /** All deliveries that {@link #find} would have to choose from, newest first. */
  public List<DeliveryView> search(String idOrPart, int limit) {
    return database.read("query", session -> DeliveryQueries.search(session, idOrPart, limit));
  }

  /**
   * Makes the delivery due at once, with the same id and the same bytes; older deliveries about the
   * same alerts still go first. A closed delivery is reopened: it keeps its place before younger
   * deliveries, and its age restarts. If a message was replaced by a simpler one because the
   * receiver rejected it, the rejected one is sent, under its own id. The pause of its channel
   * ends.
   *
   * @param by who asks for it; never blank
   */
  public DeliveryOperationResult replay(long deliveryId, String by, Instant now) {
    return database.write(
        "request", session -> DeliveryOperations.replay(session, deliveryId, by, now));
  }

  /**
   * Closes an open delivery for good and unblocks the deliveries behind it. A delivery that is
   * being sent is not closed, because it may arrive and its outcome would be unknown; an attempt
   * takes seconds, so retry.
   *
   * @param by who discards it
   */
  public DeliveryOperationResult discard(long deliveryId, String by, String reason, Instant now) {
    return database.write(
        "request", session -> DeliveryOperations.discard(session, deliveryId, by, reason, now));
  }

  /** The backlog and the last outcome of each channel. */
  public List<Backlog> backlog() {
    return database.read("compose", ChannelRows::backlog);
  }

  private void settle(Consumer<Session> act) {
    CrashPoint.reached("settle.before");
    this.database.<@Nullable Object>writeFirst(
        "settle",
        session -> {
          act.accept(session);
          return null;
        });
  }

  /**
   * A stored event, for composing.
   *
   * @param position increases with every stored event
   * @param json the contract's event object, written when the event was decided; without {@code
   *     links.certvigil}
   */
  public record StoredEvent(
      long position,
      String id,
      String type,
      String severity,
      String alertKey,
      Instant occurredAt,
      String json) {}

  /**
   * A claimed delivery.
   *
   * @param attempt from 1
   * @param ambiguous whether an earlier attempt may have arrived although no response was received
   * @param createdAt when it was created, or reopened by an operator; its age counts from this
   * @param lane such as one recipient; empty for the whole channel
   * @param unanswered how many earlier attempts sent the whole message and received no answer
   */
  public record Delivery(
      long id,
      String channel,
      String messageId,
      String body,
      int attempt,
      boolean ambiguous,
      Instant createdAt,
      String lane,
      int unanswered) {
    /** The same, of a channel that was renamed meanwhile. */
    Delivery of(String other) {
      return new Delivery(
          id, other, messageId, body, attempt, ambiguous, createdAt, lane, unanswered);
    }

    public Duration age(Instant now) {
      return Duration.between(createdAt, now);
    }
  }
}
