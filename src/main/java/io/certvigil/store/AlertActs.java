package io.certvigil.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What people do to alerts: short writes beside the daemon's. */
final class AlertActs {
  private AlertActs() {}

  static Acked ack(Session session, String key, String by, Instant now) throws SQLException {
    var alert = AlertRows.firing(session, key);
    if (alert.isEmpty()) {
      return new Acked.NothingFires(key);
    }
    if (alert.get().progress().ack() != null) {
      return new Acked.Unchanged(alert.get());
    }
    var acked = alert.get().acknowledged(Texts.clean(by).strip(), now);
    AlertRows.write(session, List.of(acked), now);
    return new Acked.Changed(acked);
  }

  /** The reminders go on: when, only a new decision knows. */
  static Acked unack(Session session, String key, Instant now) throws SQLException {
    var alert = AlertRows.firing(session, key);
    if (alert.isEmpty()) {
      return new Acked.NothingFires(key);
    }
    if (alert.get().progress().ack() == null) {
      return new Acked.Unchanged(alert.get());
    }
    var open = alert.get().unacknowledged(now);
    AlertRows.write(session, List.of(open), now);
    session.update(
        "UPDATE scope SET next_at = ? WHERE key = ? AND watched = 1", now, open.subject().scope());
    return new Acked.Changed(open);
  }
}
