package io.certvigil.store;

import io.certvigil.policy.Alert;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Severity;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Table {@code alert}: one row for each key and incarnation. */
final class AlertRows {
  static final String COLUMNS =
      "key, incarnation, episode, kind, scope, certificate, name, state, reason, severity, rung,"
          + " ladder, first_fired_at, rung_at, reminders, sequence";

  private static final String UPSERT =
      "INSERT INTO alert ("
          + COLUMNS
          + ", updated_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (key, incarnation) DO UPDATE SET ("
          + COLUMNS
          + ", updated_at)"
          + " = (excluded.key, excluded.incarnation, excluded.episode, excluded.kind,"
          + " excluded.scope, excluded.certificate, excluded.name, excluded.state,"
          + " excluded.reason, excluded.severity, excluded.rung, excluded.ladder,"
          + " excluded.first_fired_at, excluded.rung_at, excluded.reminders, excluded.sequence,"
          + " excluded.updated_at)";

  private AlertRows() {}

  static List<Alert> ofScope(Session session, String scope) throws SQLException {
    return session.list(
        "SELECT " + COLUMNS + " FROM alert WHERE scope = ?", AlertRows::shape, scope);
  }

  static List<Alert> unreadable(Session session) throws SQLException {
    return session.list(
        "SELECT " + COLUMNS + " FROM alert WHERE kind = 'source.unreadable'", AlertRows::shape);
  }

  static void write(Session session, Collection<Alert> alerts, Instant now) throws SQLException {
    for (var alert : alerts) {
      var subject = alert.subject();
      var progress = alert.progress();
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
          now);
    }
  }

  static Alert shape(Row row) throws SQLException {
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
            row.integer()));
  }
}
