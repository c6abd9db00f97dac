package io.certvigil.store;

import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.List;

/**
 * Acknowledges alerts and removes acknowledgements. Each operation is one short write that may run
 * while the daemon is also writing.
 */
final class AlertOperations {
  private AlertOperations() {}

  static AckResult ack(Session session, String key, String by, Instant now) {
    var alert = AlertRows.firing(session, key);
    if (alert.isEmpty()) {
      return new AckResult.NotFiring(key);
    }
    if (alert.get().progress().ack() != null) {
      return new AckResult.Unchanged(alert.get());
    }
    var acked = alert.get().acknowledged(CanonicalText.clean(by).strip(), now);
    AlertRows.write(session, List.of(acked), now);
    return new AckResult.Changed(acked);
  }

  /**
   * Reminders resume. The time of the next one follows from a new decision, so the scope is marked
   * for one.
   */
  static AckResult unack(Session session, String key, Instant now) {
    var alert = AlertRows.firing(session, key);
    if (alert.isEmpty()) {
      return new AckResult.NotFiring(key);
    }
    if (alert.get().progress().ack() == null) {
      return new AckResult.Unchanged(alert.get());
    }
    var open = alert.get().unacknowledged(now);
    AlertRows.write(session, List.of(open), now);
    session.update(
        "UPDATE scope SET next_at = ? WHERE key = ? AND watched = 1", now, open.subject().scope());
    return new AckResult.Changed(open);
  }
}
