package io.certvigil.store;

import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Silence;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

  static List<Event> unsilenced(
      Session session, Silence silence, Collection<String> keys, Instant now) throws SQLException {
    var events = new ArrayList<Event>();
    for (var key : keys) {
      var alert = AlertRows.firing(session, key);
      if (alert.isPresent()) {
        events.addAll(unsilenced(session, silence, alert.get(), now));
      }
    }
    return events;
  }

  private static List<Event> unsilenced(Session session, Silence silence, Alert alert, Instant now)
      throws SQLException {
    var subject = alert.subject();
    var scope = ScopeRows.find(session, subject.scope());
    var item =
        scope.isEmpty()
            ? null
            : CertificateRows.item(session, scope.get(), subject.certificate()).orElse(null);
    var watched = scope.map(ScopeRow::watched).orElse(null);
    var decision = Policy.unsilenced(alert, watched, item, silence, now);
    var events = EventRows.insert(session, decision.events());
    if (!events.isEmpty()) {
      AlertRows.write(session, decision.alerts(), now);
    }
    return events;
  }
}
