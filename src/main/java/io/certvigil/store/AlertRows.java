package io.certvigil.store;

import io.certvigil.policy.Alert;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table {@code alert}: one row for each key and incarnation. */
final class AlertRows {
  static final String COLUMNS =
      "key, incarnation, episode, kind, scope, certificate, name, state, reason, severity, rung,"
          + " ladder, first_fired_at, rung_at, reminders, sequence, acked_at, acked_by";

  /** The beginning of a query, up to its condition. */
  static final String SELECT = "SELECT " + COLUMNS + " FROM alert WHERE ";

  private static final String WRITTEN = COLUMNS + ", updated_at";

  private static final String UPSERT =
      "INSERT INTO alert ("
          + WRITTEN
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (key, incarnation) DO UPDATE SET ("
          + WRITTEN
          + ") = (excluded."
          + WRITTEN.replace(", ", ", excluded.")
          + ")";

  private static final String SELF = words(Policy.DAEMON_KINDS);
  private static final String HEALTH = words(Policy.HEALTH_KINDS);

  private AlertRows() {}

  private static String words(Set<EventType> kinds) {
    return kinds.stream()
        .map(kind -> "'" + kind.word() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  static List<Alert> ofScope(Session session, String scope) {
    return session.list(SELECT + "scope = ?", AlertRows::fromRow, scope);
  }

  /** The firing alerts of the scopes in this range of row ids, by key of the scope. */
  static Map<String, List<Alert>> firing(Session session, long first, long last) {
    return session
        .list(
            SELECT
                + "state = 'firing' AND scope IN (SELECT key FROM scope WHERE id BETWEEN ? AND ?)",
            AlertRows::fromRow,
            first,
            last)
        .stream()
        .collect(Collectors.groupingBy(alert -> alert.subject().scope()));
  }

  static List<Alert> unreadable(Session session) {
    return session.list(SELECT + "kind IN (" + HEALTH + ")", AlertRows::fromRow);
  }

  /** The alerts about the daemon itself. They belong to no scope. */
  static List<Alert> self(Session session) {
    return session.list(
        SELECT + "scope = '' AND kind IN (" + SELF + ") ORDER BY key, incarnation",
        AlertRows::fromRow);
  }

  static void write(Session session, Collection<Alert> alerts, Instant now) {
    for (var alert : alerts) {
      var subject = alert.subject();
      var progress = alert.progress();
      var ack = progress.ack();
      session.update(
          UPSERT,
          alert.id().key(),
          alert.id().incarnation(),
          alert.id().episode(),
          subject.kind().word(),
          subject.scope(),
          subject.certificate(),
          subject.name(),
          alert.state().word(),
          alert.reason(),
          alert.severity().word(),
          progress.rung(),
          progress.ladder(),
          progress.firstFiredAt(),
          progress.rungAt(),
          progress.reminders(),
          progress.sequence(),
          ack == null ? null : ack.at(),
          ack == null ? null : ack.by(),
          now);
    }
  }

  static Alert fromRow(ResultRow row) {
    return new Alert(
        new Alert.Id(row.text(), row.instant(), row.integer()),
        new Alert.Subject(
            EventType.of(row.text()).orElseThrow(), row.text(), row.text(), row.text()),
        Alert.State.valueOf(row.text().toUpperCase(Locale.ROOT)),
        row.textOrNull(),
        Severity.valueOf(row.text().toUpperCase(Locale.ROOT)),
        new Alert.Progress(
            row.durationOrNull(),
            row.text(),
            row.instant(),
            row.instant(),
            row.integer(),
            row.integer(),
            ack(row)));
  }

  private static Alert.@Nullable Ack ack(ResultRow row) {
    var at = row.instantOrNull();
    var by = row.textOrNull();
    return at == null || by == null ? null : new Alert.Ack(at, by);
  }
}
