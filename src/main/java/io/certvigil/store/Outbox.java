package io.certvigil.store;

import io.certvigil.policy.Policy;
import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.view.DeliveryView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The compose and delivery lines. A delivery is {@code READY -> SENDING -> DELIVERED | READY(later)
 * | EXPIRED}, or from {@code READY} at once {@code SUPPRESSED | EXPIRED | DISCARDED}; the claim
 * commits before anything is sent, no transaction is open while sending, and settling goes before
 * every other write.
 *
 * <p>What one channel is told about one alert goes in the order in which it was made, within a lane
 * of that channel: such as the recipient of a mail. One lane never waits for another.
 *
 * <p>A settling that throws has not taken place: settle again, with the same delivery. Settling
 * what is settled already changes nothing.
 */
public final class Outbox {
  private final Database database;

  Outbox(Database database) {
    this.database = database;
  }

  /** Events this channel has not seen, oldest first. */
  public List<StoredEvent> unseen(String channel, int limit) {
    return unseen(channel, 0, limit);
  }

  /** As {@link #unseen(String, int)}, the page that follows the event at this position. */
  public List<StoredEvent> unseen(String channel, long after, int limit) {
    return database.read("compose", session -> ChannelRows.unseen(session, channel, after, limit));
  }

  /**
   * Whether this alert is open with this channel: the last of what it was, or is still to be, sent
   * about it is no end. What is told once, such as a changed status, opens nothing.
   *
   * @param upTo the {@link StoredEvent#position} of the last event that counts
   */
  public boolean isAlertOpen(String channel, String alertKey, long upTo) {
    return database.read(
        "compose", session -> ChannelRows.isAlertOpen(session, channel, alertKey, upTo));
  }

  /**
   * Stores what is told by the calendar and by no event, once for each moment.
   *
   * @param name what is told, such as one digest
   * @param due the moment; nothing happens where one as late was stored before
   * @param drafts by channel
   * @return how many deliveries were stored
   */
  public int enqueueScheduled(
      String name, Instant due, Map<String, List<NewDelivery>> drafts, Instant now) {
    var composed = Map.copyOf(drafts);
    return database.write(
        "compose", session -> ChannelRows.enqueueScheduled(session, name, due, composed, now));
  }

  /** The moment of the last {@link #enqueueScheduled}; empty where there was none. */
  public Optional<Instant> lastScheduled(String name) {
    return database.read("compose", session -> ChannelRows.lastScheduled(session, name));
  }

  /**
   * Stores deliveries and moves the channel's mark to {@code upTo}, and closes what silences cover
   * in the same transaction: for each silence one delivery, suppressed, that holds its events.
   *
   * <p>Nothing happens if the mark is already there: another composer was first. Nor if one of
   * these silences has ended and was told of, by {@link Silences#reportExpired}: compose again,
   * without it.
   *
   * @param upTo the {@link StoredEvent#position} of the last event looked at, sent or not
   * @param suppressed the ids of events by the id of the silence that covers them
   * @return how many deliveries were stored that are to be sent
   * @throws IllegalArgumentException where there is no such silence
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

  /** Whether this channel may be composed for, and since when something waits for that. */
  public ComposeState composeState(String channel) {
    return database.read("compose", session -> ChannelRows.composeState(session, channel));
  }

  /** The open deliveries of a channel that were never sent, oldest first. */
  public List<PendingDelivery> pending(String channel) {
    return database.read("compose", session -> DeliveryQueries.pending(session, channel));
  }

  /**
   * Closes a delivery that a silence covers; what waited for it may go.
   *
   * @return false, and nothing changed, where it was sent before, is being sent or is closed, or
   *     where the silence has ended and was told of
   * @throws IllegalArgumentException where there is no such silence
   */
  public boolean suppress(long deliveryId, String silenceId, Instant now) {
    return database.write(
        "compose", session -> DeliveryOperations.suppress(session, deliveryId, silenceId, now));
  }

  /**
   * The last event of each alert that fires, and of each that was resolved since then, oldest
   * first: what a receiver that is told the whole state is told. What is told once and never over,
   * such as a changed status, is left out.
   */
  public List<StoredEvent> activeAlertEvents(Instant resolvedSince) {
    return database.read("compose", session -> EventRows.activeAlertEvents(session, resolvedSince));
  }

  /** An event of type {@code test} to send through a channel; it is stored nowhere. */
  public static StoredEvent testEvent(String channel, Instant now) {
    var event = Policy.test(channel, now);
    return new StoredEvent(
        0,
        event.id(),
        event.type().word(),
        event.severity().word(),
        event.alert().id().key(),
        event.occurredAt(),
        EventJson.of(event));
  }

  /** Marks every event as seen by nobody, with the reason {@code no_channel}, once. */
  public int closeUnrouted(Instant now) {
    return database.write("compose", ChannelRows::closeUnrouted);
  }

  /**
   * Claims the next delivery of a channel that is due and whose alerts have nothing older
   * undelivered; committed when this returns. A stored date more than a retry's longest delay ahead
   * of {@code now} counts as due: a clock that jumped must not park a delivery.
   */
  public Optional<Delivery> claim(String channel, Instant now) {
    var delivery = database.write("claim", session -> DeliveryRows.claim(session, channel, now));
    CrashPoint.reached("claim.after");
    return delivery;
  }

  /**
   * The receiver has it.
   *
   * @param answer what it said, of which 200 characters are kept; null where it said nothing
   */
  public void markDelivered(Delivery delivery, @Nullable String answer, Instant now) {
    settle(session -> DeliveryRows.markDelivered(session, delivery, answer, now));
  }

  /**
   * It goes again at {@code at}; the same id, the same bytes.
   *
   * @param answer what the receiver said, of which 200 characters are kept; null where it said
   *     nothing
   */
  public void reschedule(
      Delivery delivery, Instant at, String reason, @Nullable String answer, Instant now) {
    settle(session -> DeliveryRows.reschedule(session, delivery, at, reason, answer, now));
  }

  /**
   * The receiver will never take this message: another one, about the same, goes in its place and
   * at once.
   *
   * @param answer what the receiver said, of which 200 characters are kept; null where it said
   *     nothing
   */
  public void replace(
      Delivery delivery, String messageId, String body, @Nullable String answer, Instant now) {
    settle(session -> DeliveryRows.replace(session, delivery, messageId, body, answer, now));
  }

  /**
   * Gives up the claimed delivery at its greatest age, and with it all of its channel that are as
   * old and not being sent: one event tells of all of them.
   *
   * <p>An age may be the work of a clock that jumped. So the channel must also have failed on
   * enough different days since {@code createdBefore}: as many as that is ago, less one (6 for a
   * week); this attempt counts.
   *
   * @param createdBefore what is older is given up; the claimed one whatever its age
   * @return how many were closed; 0, and nothing changed, where it may not be given up yet (call
   *     {@link #reschedule} then) or is settled already
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

  /** Deliveries that pass the filter, newest first. */
  public List<DeliveryView> deliveries(DeliveryView.Filter filter) {
    return database.read("query", session -> DeliveryQueries.list(session, filter));
  }

  /**
   * The delivery of this number or message id, else the only one with this part of its message's or
   * its notification's id; with attempts and body. Empty where there is none, and where there are
   * several: {@link #search} has them.
   */
  public Optional<DeliveryView> find(String idOrPart) {
    return database.read("query", session -> DeliveryQueries.find(session, idOrPart));
  }

  /** All that {@link #find} would have to choose from, newest first. */
  public List<DeliveryView> search(String idOrPart, int limit) {
    return database.read("query", session -> DeliveryQueries.search(session, idOrPart, limit));
  }

  /**
   * Sends it again as soon as what goes before it allows: the same id, the same bytes. One that is
   * closed is opened again, keeps its place (it is older than what was made since, and goes first)
   * and is as young as a new one.
   */
  public DeliveryOperationResult replay(long deliveryId, Instant now) {
    return database.write(
        "request", session -> DeliveryOperations.replay(session, deliveryId, now));
  }

  /**
   * Closes an open one for good; what waited for it may go. One that is being sent is left alone:
   * it may be arriving, and nobody could say then what became of it. An attempt takes seconds, so
   * try again.
   *
   * @param by who says so
   */
  public DeliveryOperationResult discard(long deliveryId, String by, String reason, Instant now) {
    return database.write(
        "request", session -> DeliveryOperations.discard(session, deliveryId, by, reason, now));
  }

  /** How each channel stands. */
  public List<Backlog> backlog() {
    return database.read("compose", ChannelRows::backlog);
  }

  private void settle(Database.TransactionAction act) {
    CrashPoint.reached("settle.before");
    database.changeFirst("settle", act);
  }

  /**
   * An event to compose.
   *
   * @param position grows with every event stored
   * @param json the contract's event object, frozen when the event was decided; without {@code
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
   * @param ambiguous whether an earlier attempt may have arrived although no answer was seen
   * @param createdAt what its age counts from: when it was made, or given out anew by an operator
   * @param lane such as one recipient; empty for the channel as a whole
   */
  public record Delivery(
      long id,
      String channel,
      String messageId,
      String body,
      int attempt,
      boolean ambiguous,
      Instant createdAt,
      String lane) {
    public Duration age(Instant now) {
      return Duration.between(createdAt, now);
    }
  }

  /**
   * What composing for a channel waits for.
   *
   * @param unfinished whether a delivery is open, other than those that wait for one recipient that
   *     cannot be reached (tried, reason {@code recipient}) and those behind them in their lanes
   * @param oldestUnseen when the oldest event not composed yet came to be; null where there is none
   * @param lastComposed when the newest delivery was made; null where there was none
   */
  public record ComposeState(
      boolean unfinished, @Nullable Instant oldestUnseen, @Nullable Instant lastComposed) {}

  /**
   * How a channel stands.
   *
   * @param pending deliveries not closed, and events not composed yet
   * @param oldest when the oldest of these came to be
   * @param lastFailure reason of the last attempt; null where it went well
   * @param failingSince the first failure since the channel last worked; null while it works
   */
  public record Backlog(
      String channel,
      long pending,
      @Nullable Instant oldest,
      @Nullable Instant lastSuccess,
      @Nullable String lastFailure,
      @Nullable Instant failingSince) {}
}
