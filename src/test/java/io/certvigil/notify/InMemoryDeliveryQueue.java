package io.certvigil.notify;

import io.certvigil.notify.deliver.DeliveryQueue;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.failure.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Deliveries in memory. Due ones are claimed oldest first, and only the oldest of each alert. */
public final class InMemoryDeliveryQueue implements DeliveryQueue {
  private final List<Row> rows = new ArrayList<>();
  private boolean failWrites;

  public enum State {
    READY,
    SENDING,
    DELIVERED,
    EXPIRED
  }

  private static final class Row {
    final long id;
    final String channel;
    final String messageId;
    final String body;
    final String alert;
    final Instant createdAt;
    Instant due;
    State state = State.READY;
    int attempts;

    Row(long id, String channel, String messageId, String body, String alert, Instant createdAt) {
      this.id = id;
      this.channel = channel;
      this.messageId = messageId;
      this.body = body;
      this.alert = alert;
      this.createdAt = createdAt;
      this.due = createdAt;
    }

    private boolean open() {
      return state == State.READY || state == State.SENDING;
    }
  }

  public synchronized void put(
      String channel, String messageId, String body, String alert, Instant at) {
    rows.add(new Row(rows.size() + 1, channel, messageId, body, alert, at));
  }

  /** From now on, writes fail as with a full disk, or succeed again. */
  public synchronized void failWrites(boolean now) {
    failWrites = now;
  }

  public synchronized List<State> states() {
    return rows.stream().map(row -> row.state).toList();
  }

  @Override
  public synchronized Optional<Delivery> claim(String channel, Instant now) {
    for (var row : rows.stream().sorted(Comparator.comparing(row -> row.due)).toList()) {
      if (row.channel.equals(channel)
          && row.state == State.READY
          && !row.due.isAfter(now)
          && isHead(row)) {
        row.state = State.SENDING;
        row.attempts++;
        return Optional.of(
            new Delivery(
                row.id, channel, row.messageId, row.body, row.attempts, false, row.createdAt, ""));
      }
    }
    return Optional.empty();
  }

  private boolean isHead(Row row) {
    return rows.stream()
        .noneMatch(
            other ->
                other.open()
                    && other.id < row.id
                    && other.channel.equals(row.channel)
                    && other.alert.equals(row.alert));
  }

  @Override
  public void delivered(Delivery delivery, String answer, Instant now) {
    settle(delivery, State.DELIVERED, now);
  }

  @Override
  public void retryLater(Delivery delivery, Instant at, Outcome.Failure failure, Instant now) {
    settle(delivery, State.READY, at);
  }

  @Override
  public synchronized void replaced(
      Delivery delivery, FallbackMessage plainer, String answer, Instant now) {
    var old = row(delivery);
    settle(delivery, State.EXPIRED, now);
    put(old.channel, plainer.messageId(), plainer.body(), old.alert, now);
  }

  @Override
  public synchronized long expired(
      Delivery delivery, Instant createdBefore, Outcome.Failure failure, Instant now) {
    settle(delivery, State.EXPIRED, now);
    var aged =
        rows.stream()
            .filter(row -> row.channel.equals(delivery.channel()) && row.state == State.READY)
            .filter(row -> row.createdAt.isBefore(createdBefore))
            .toList();
    aged.forEach(row -> row.state = State.EXPIRED);
    return 1L + aged.size();
  }

  private synchronized void settle(Delivery delivery, State state, Instant due) {
    if (failWrites) {
      throw new StoreException("disk full");
    }
    var row = row(delivery);
    row.state = state;
    row.due = due;
  }

  private Row row(Delivery delivery) {
    return rows.get((int) delivery.id() - 1);
  }

  @Override
  public synchronized List<Backlog> backlog() {
    return rows.stream()
        .map(row -> row.channel)
        .distinct()
        .map(
            channel ->
                new Backlog(
                    channel,
                    rows.stream().filter(row -> row.channel.equals(channel) && row.open()).count(),
                    null,
                    null,
                    null,
                    null))
        .toList();
  }
}
