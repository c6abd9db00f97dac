package io.certvigil.store;

import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.DeliveryView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queries for deliveries. */
final class DeliveryQueries {
  private static final String SELECT =
      """
      SELECT id, message_id, notification, channel, lane, lower(state), attempt, ambiguous,
        blocked, created_at, CASE WHEN closed_at IS NULL THEN due_at END, closed_at, closed_by,
        replayed_by, reason, alerts
      FROM delivery d
      """;

  /** One statement for all filters: a null parameter matches everything. */
  private static final String FILTERED =
      SELECT
          + """
          WHERE (?1 IS NULL OR channel = ?1) AND (?2 IS NULL OR state = upper(?2))
            AND (?3 IS NULL OR created_at >= ?3)
            AND (NOT ?5 OR refused OR refused_id IS NOT NULL)
          """;

  private static final String OF_ALERT =
      """
       AND id IN (SELECT x.delivery FROM event e JOIN delivery_event x
        ON x.position = e.position WHERE e.alert_key = ?6)
      """;

  private static final String NEWEST = " ORDER BY id DESC LIMIT ?4";

  private static final String LIKE =
      "SELECT id FROM delivery WHERE instr(message_id, ?1) OR instr(notification, ?1)"
          + " ORDER BY id DESC LIMIT ?2";

  private DeliveryQueries() {}

  static List<DeliveryView> list(Session session, DeliveryView.Filter filter) {
    int limit = filter.limit() > 0 ? filter.limit() : Integer.MAX_VALUE;
    var values =
        new ArrayList<@Nullable Object>(
            Arrays.asList(
                filter.channel(), filter.state(), filter.since(), limit, filter.refused()));
    if (filter.alertKey() != null) {
      values.add(filter.alertKey());
    }
    var sql = FILTERED + (filter.alertKey() == null ? "" : OF_ALERT) + NEWEST;
    return session.list(sql, row -> view(session, row, false), values.toArray());
  }

  static Optional<DeliveryView> find(Session session, String idOrPart) {
    var found = candidates(session, idOrPart, 2);
    return found.size() == 1 ? Optional.of(get(session, found.getFirst(), true)) : Optional.empty();
  }

  /**
   * The delivery with this number or message id (open ones first); otherwise all whose ids contain
   * the text.
   */
  static List<Long> candidates(Session session, String idOrPart, int limit) {
    var text = idOrPart.strip();
    if (text.isEmpty()) {
      return List.of();
    }
    if (text.matches("[0-9]{1,18}")) {
      var number =
          session.first(
              "SELECT id FROM delivery WHERE id = ?", ResultRow::number, Long.valueOf(text));
      if (number.isPresent()) {
        return List.of(number.get());
      }
    }
    var exact =
        session.list(
            "SELECT id FROM delivery WHERE message_id = ?1"
                + " ORDER BY closed_at IS NOT NULL, id DESC LIMIT ?2",
            ResultRow::number,
            text,
            limit);
    return exact.isEmpty() ? session.list(LIKE, ResultRow::number, text, limit) : exact;
  }

  static List<DeliveryView> search(Session session, String part, int limit) {
    return candidates(session, part, limit).stream().map(id -> get(session, id, false)).toList();
  }

  /** Open deliveries that were never sent, with their events. */
  static List<PendingDelivery> pending(Session session, String channel) {
    var events = new LinkedHashMap<Long, List<Outbox.StoredEvent>>();
    session.each(
        """
        SELECT d.id, %s FROM delivery d JOIN delivery_event x ON x.delivery = d.id
          JOIN event e ON e.position = x.position
        WHERE d.channel = ? AND d.closed_at IS NULL AND d.state = 'READY' AND d.attempt = 0
        ORDER BY d.id, e.position
        """
            .formatted(EventRows.COLUMNS),
        row ->
            events
                .computeIfAbsent(row.number(), _ -> new ArrayList<>())
                .add(EventRows.fromRow(row)),
        channel);
    return session.list(
        """
        SELECT id, message_id FROM delivery
        WHERE channel = ? AND closed_at IS NULL AND state = 'READY' AND attempt = 0 ORDER BY id
        """,
        row -> {
          long id = row.number();
          return new PendingDelivery(id, row.text(), events.getOrDefault(id, List.of()));
        },
        channel);
  }

  private static DeliveryView get(Session session, long id, boolean whole) {
    return session
        .first(SELECT + "WHERE id = ?", row -> view(session, row, whole), id)
        .orElseThrow();
  }

  private static List<DeliveryView.DeliveryEvent> events(Session session, long delivery) {
    return session.list(
        "SELECT e.id, e.type, e.summary FROM delivery_event x JOIN event e"
            + " ON e.position = x.position WHERE x.delivery = ? ORDER BY e.position",
        row -> new DeliveryView.DeliveryEvent(row.text(), row.text(), row.text()),
        delivery);
  }

  private static List<DeliveryView.DeliveryAttempt> attempts(Session session, long delivery) {
    return session.list(
        "SELECT number, ended_at, outcome, reason, answer FROM attempt WHERE delivery = ?"
            + " ORDER BY number",
        row ->
            new DeliveryView.DeliveryAttempt(
                row.integer(), row.instant(), row.text(), row.textOrNull(), row.textOrNull()),
        delivery);
  }

  /** With its attempts and its body if {@code whole}. */
  private static DeliveryView view(Session session, ResultRow row, boolean whole) {
    long id = row.number();
    return new DeliveryView(
        id,
        row.text(),
        row.text(),
        row.text(),
        row.text(),
        row.text(),
        row.integer(),
        row.flag(),
        row.integer(),
        row.instant(),
        row.instantOrNull(),
        row.instantOrNull(),
        row.textOrNull(),
        row.textOrNull(),
        row.textOrNull(),
        CanonicalText.list(row.textOrNull()),
        events(session, id),
        whole ? attempts(session, id) : List.of(),
        whole ? body(session, id) : null);
  }

  private static String body(Session session, long id) {
    return session.first("SELECT body FROM delivery WHERE id = ?", ResultRow::text, id).orElse("");
  }
}
