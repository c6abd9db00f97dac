package io.certvigil.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compose and delivery lines. A delivery is {@code READY -> SENDING -> DELIVERED | READY(later)
 * | EXPIRED | DISCARDED}; the claim commits before anything is sent, no transaction is open while
 * sending, and settling goes before every other write.
 *
 * <p>A settling that throws has not taken place: settle again, with the same delivery. Settling
 * what is settled already changes nothing.
 */
public final class Outbox {
  private final Database database;

  Outbox(Database database) {
    this.database = database;
  }

  /**
   * The channels of the config. One that is new begins with everything that fires now, under the
   * original event ids, and then gets what comes; the first start of all begins with the first
   * event. One that was taken out has its open deliveries discarded with that reason.
   */
  public void channels(Set<String> names, Instant now) {
    database.change("compose", session -> ChannelRows.set(session, names, now));
  }

  /** Events this channel has not seen, oldest first. */
  public List<Queued> unseen(String channel, int limit) {
    return database.read("compose", session -> ChannelRows.unseen(session, channel, limit));
  }

  /**
   * Stores deliveries and moves the channel's mark to {@code upTo}, in one transaction. Nothing
   * happens where the mark is already there: another composer was first.
   *
   * @param upTo the {@link Queued#position} of the last event looked at, told or not
   * @return how many deliveries were stored
   */
  public int enqueue(String channel, long upTo, List<Draft> drafts, Instant now) {
    return database.write(
        "compose", session -> enqueue(session, channel, upTo, List.copyOf(drafts), now));
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
    CrashPoint.here("claim.after");
    return delivery;
  }

  /** The receiver has it. */
  public void delivered(Delivery delivery, Instant now) {
    settle(session -> DeliveryRows.delivered(session, delivery, now));
  }

  /** It goes again at {@code at}; the same id, the same bytes. */
  public void later(Delivery delivery, Instant at, String reason, Instant now) {
    settle(session -> DeliveryRows.later(session, delivery, at, reason, now));
  }

  /**
   * The receiver will never take this message: another one, about the same, goes in its place and
   * at once.
   */
  public void replaced(Delivery delivery, String messageId, String body, Instant now) {
    settle(session -> DeliveryRows.replaced(session, delivery, messageId, body, now));
  }

  /** Closes it undelivered, such as at its maximum age. */
  public void expired(Delivery delivery, String reason, Instant now) {
    settle(session -> DeliveryRows.expired(session, delivery, reason, now));
  }

  /**
   * When the next delivery of this channel is due; empty where none waits. May be far ahead after
   * the clock jumped: ask {@link #claim} at least each minute all the same.
   */
  public Optional<Instant> nextDue(String channel) {
    return database.read("compose", session -> DeliveryRows.nextDue(session, channel));
  }

  /** How each channel stands. */
  public List<Backlog> backlog() {
    return database.read("compose", ChannelRows::backlog);
  }

  private void settle(Database.Act act) {
    CrashPoint.here("settle.before");
    database.changeFirst("settle", act);
  }

  private static int enqueue(
      Session session, String channel, long upTo, List<Draft> drafts, Instant now)
      throws SQLException {
    return ChannelRows.advance(session, channel, upTo, drafts)
        ? DeliveryRows.insert(session, channel, drafts, now)
        : 0;
  }

  /**
   * An event to compose.
   *
   * @param position grows with every event stored
   * @param json the contract's event object, frozen when the event was decided; without {@code
   *     links.certvigil}
   */
  public record Queued(
      long position,
      String id,
      String type,
      String severity,
      String alertKey,
      Instant occurredAt,
      String json) {}

  /**
   * A composed request of a channel.
   *
   * @param id what the receiver knows it by: the notification's id, {@code _2} and on for parts
   * @param alertKeys every alert that it speaks of
   */
  public record Draft(
      String id, String notification, String body, List<String> eventIds, Set<String> alertKeys) {
    public Draft {
      eventIds = List.copyOf(eventIds);
      alertKeys = Set.copyOf(alertKeys);
    }
  }

  /**
   * A claimed delivery.
   *
   * @param attempt from 1
   * @param ambiguous whether an earlier attempt may have arrived although no answer was seen
   */
  public record Delivery(
      long id,
      String channel,
      String messageId,
      String body,
      int attempt,
      boolean ambiguous,
      Instant createdAt) {
    public Duration age(Instant now) {
      return Duration.between(createdAt, now);
    }
  }

  /**
   * How a channel stands.
   *
   * @param pending deliveries not closed, and events not composed yet
   * @param oldest when the oldest of these came to be
   */
  public record Backlog(
      String channel,
      long pending,
      @Nullable Instant oldest,
      @Nullable Instant lastSuccess,
      @Nullable String lastFailure) {}
}
