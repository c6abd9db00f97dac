package io.certvigil.store.zone;

import io.certvigil.diff.Change;
import io.certvigil.model.Key;
import io.certvigil.model.Scope;
import io.certvigil.policy.Policy;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A zone that was deleted and made again has another id, so its lists are other lists. A
 * certificate that has the same id in the same list of a zone of the same name and account is the
 * same one, if the last complete discovery did not find the old zone: its alerts move to the new
 * list, with their acknowledgements, what was told of them and their silences, and it counts as
 * absent from the old list. Otherwise all of it would be told once more, and the incidents of the
 * old alerts would stay open.
 */
public final class RecreatedZone {
  private RecreatedZone() {}

  /** The same list of a zone of the same name that the last complete discovery did not find. */
  private record Earlier(long id, String key) {}

  /**
   * Moves what belongs to the certificates that appeared in this list. To be called before the list
   * is decided.
   */
  public static void takeOver(
      Session session, Scope scope, Collection<Change> changes, Instant now) {
    var appeared =
        changes.stream()
            .filter(
                change -> change instanceof Change.Appeared(var _, var _, boolean again) && !again)
            .map(change -> change.certificate().id())
            .toList();
    if (appeared.isEmpty()) {
      return;
    }
    for (var earlier : earlier(session, scope)) {
      for (var certificate : appeared) {
        if (isIn(session, earlier, certificate)) {
          move(session, earlier, scope, certificate);
          leave(session, earlier, certificate, now);
        }
      }
    }
  }

  private static List<Earlier> earlier(Session session, Scope scope) {
    var zone = scope.zone();
    return zone == null
        ? List.of()
        : session.list(
            "SELECT id, key FROM scope WHERE zone_name = ? AND source = ? AND account_id = ?"
                + " AND zone_id <> ? AND (watched = 0 OR missed_at IS NOT NULL"
                + " OR gone_since IS NOT NULL) ORDER BY id DESC",
            row -> new Earlier(row.number(), row.text()),
            zone.name(),
            scope.source().word(),
            scope.account().id(),
            zone.id());
  }

  private static boolean isIn(Session session, Earlier list, String certificate) {
    return session.any(
        "SELECT 1 FROM certificate WHERE scope = ? AND certificate_id = ?", list.id(), certificate);
  }

  private static void move(Session session, Earlier from, Scope to, String certificate) {
    silences(
        session,
        Key.ofCertificate(from.key(), certificate),
        Key.ofCertificate(to.key(), certificate));
    var key = Policy.expiryAlertKey(to.key(), certificate);
    var old = Policy.expiryAlertKey(from.key(), certificate);
    if (session.any("SELECT 1 FROM alert WHERE key = ?", key)) {
      return;
    }
    session.update("UPDATE alert SET key = ?, scope = ? WHERE key = ?", key, to.key(), old);
    session.update("UPDATE event SET alert_key = ? WHERE alert_key = ?", key, old);
    session.update("UPDATE told SET alert_key = ? WHERE alert_key = ?", key, old);
    session.update(
        "UPDATE delivery SET alerts = replace(alerts, ?, ?)"
            + " WHERE id IN (SELECT delivery FROM queue WHERE alert_key = ?)",
        '"' + old + '"',
        '"' + key + '"',
        old);
    session.update("UPDATE queue SET alert_key = ? WHERE alert_key = ?", key, old);
    silences(session, old, key);
  }

  private static void silences(Session session, String old, String key) {
    session.update("UPDATE silence SET key = ? WHERE key = ?", key, old);
  }

  /** Without an event, because it has not been removed; the list is decided again. */
  private static void leave(Session session, Earlier list, String certificate, Instant now) {
    int left =
        session.update(
            "UPDATE certificate SET presence = 'absent', since = ?1, valid_to = ?1, ended = ?2"
                + " WHERE scope = ?3 AND certificate_id = ?4 AND presence <> 'absent'",
            now,
            "disappeared",
            list.id(),
            certificate);
    if (left > 0) {
      session.update("UPDATE scope SET next_at = ? WHERE id = ?", now, list.id());
    }
  }
}
