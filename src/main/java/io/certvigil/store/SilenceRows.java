package io.certvigil.store;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.OneTimeEvents;
import io.certvigil.policy.Silence;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code silence}, and the report of alerts that still fire when a silence expires. */
final class SilenceRows {
  static final String SELECT =
      "SELECT id, key, source, zone, account, name, labels, starts_at, ends_at, author, comment,"
          + " created_at FROM silence ";

  private static final String UNREPORTED = "WHERE told = 0 AND ends_at <= ?";

  private SilenceRows() {}

  /** False if a silence with this id exists. */
  static boolean insert(Session session, Silence silence) throws SQLException {
    var match = silence.match();
    int rows =
        session.update(
            """
            INSERT INTO silence (id, key, source, zone, account, name, labels, starts_at, ends_at,
              author, comment, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """,
            silence.id(),
            silence.key(),
            match.source(),
            match.zone(),
            match.account(),
            match.name(),
            CanonicalText.map(match.labels()),
            silence.startsAt(),
            silence.endsAt(),
            silence.author(),
            silence.comment(),
            silence.createdAt());
    return rows > 0;
  }

  /**
   * A silence that has not begun gets a duration of one millisecond, because its end must be after
   * its start.
   */
  static boolean expire(Session session, String id, Instant now) throws SQLException {
    int rows =
        session.update(
            "UPDATE silence SET ends_at = ?1, starts_at = min(starts_at, ?2)"
                + " WHERE id = ?3 AND ends_at > ?1",
            now,
            now.minusMillis(1),
            id);
    return rows > 0;
  }

  static List<Silence> active(Session session, Instant now) throws SQLException {
    return session.list(
        SELECT + "WHERE told = 0 AND ends_at > ?1 AND starts_at <= ?1 ORDER BY ends_at, id",
        SilenceRows::fromRow,
        now);
  }

  /**
   * Whether the silence may cover a delivery. Not once its covered alerts were reported, because a
   * delivery covered later would never be reported.
   */
  static boolean mayCover(Session session, String id) throws SQLException {
    return session
        .first("SELECT told FROM silence WHERE id = ?", row -> !row.flag(), id)
        .orElseThrow(() -> new IllegalArgumentException("no silence has the id " + id));
  }

  static boolean anyUnreported(Session session, Instant now) throws SQLException {
    return session.any("SELECT 1 FROM silence " + UNREPORTED, now);
  }

  static List<Event> reportExpired(Session session, Instant now) throws SQLException {
    var events = new ArrayList<Event>();
    for (var silence :
        session.list(SELECT + UNREPORTED + " ORDER BY ends_at, id", SilenceRows::fromRow, now)) {
      for (var alert : coveredAlerts(session, silence.id())) {
        events.addAll(report(session, alert, silence, now));
      }
      session.update("UPDATE silence SET told = 1 WHERE id = ?", silence.id());
    }
    return events;
  }

  private static List<Alert> coveredAlerts(Session session, String silence) throws SQLException {
    return session.list(
        "SELECT "
            + AlertRows.COLUMNS
            + """
             FROM alert WHERE state = 'firing' AND (key, incarnation) IN (
              SELECT e.alert_key, e.incarnation FROM delivery d
              JOIN delivery_event x ON x.delivery = d.id JOIN event e ON e.position = x.position
              WHERE d.state = 'SUPPRESSED' AND d.reason = ?)
            ORDER BY key, incarnation
            """,
        AlertRows::fromRow,
        silence);
  }

  private static List<Event> report(Session session, Alert alert, Silence silence, Instant now)
      throws SQLException {
    var row = ScopeRows.find(session, alert.subject().scope()).orElse(null);
    var watched = row == null ? null : row.watched();
    var item = row == null ? null : item(session, row, alert.subject().certificate());
    return Readings.write(
        session, OneTimeEvents.unsilenced(alert, watched, item, silence, now), now);
  }

  private static @Nullable KnownCertificate item(
      Session session, ScopeRow scope, String certificate) throws SQLException {
    return CertificateVersionRows.item(session, scope, certificate).orElse(null);
  }

  static Silence fromRow(ResultRow row) throws SQLException {
    return new Silence(
        row.text(),
        row.text(),
        new Matcher(
            row.text(), row.text(), row.text(), row.text(), CanonicalText.map(row.textOrNull())),
        row.instant(),
        row.instant(),
        row.text(),
        row.text(),
        row.instant());
  }
}
