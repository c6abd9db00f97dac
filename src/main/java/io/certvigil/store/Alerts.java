package io.certvigil.store;

import io.certvigil.policy.Alert;
import io.certvigil.policy.Explanation;
import io.certvigil.policy.Policy;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stored alerts: acknowledgement, lookup, and the explanation of a certificate's alert. */
public final class Alerts {
  private final Database database;

  Alerts(Database database) {
    this.database = database;
  }

  /**
   * Acknowledges the alert with this key: no reminder is sent until it reaches its next rung. A
   * short write, allowed while a daemon is running.
   *
   * @param by who acknowledges it; never blank
   */
  public AckResult ack(String alertKey, String by, Instant now) {
    return database.write("request", session -> AlertOperations.ack(session, alertKey, by, now));
  }

  /** Removes the acknowledgement, so that reminders resume. A short write, as {@link #ack}. */
  public AckResult unack(String alertKey, Instant now) {
    return database.write("request", session -> AlertOperations.unack(session, alertKey, now));
  }

  /** The firing alert with this key; if none fires, the one that changed last. */
  public Optional<Alert> alert(String key) {
    return database.read("query", session -> AlertRows.get(session, key));
  }

  /**
   * Explains when and why alerts are raised for the certificate with this key. Empty if no watched
   * scope has a certificate with this key. A certificate that no longer exists is explained as it
   * was last seen.
   */
  public Optional<Explanation> explain(Policy policy, String certificateKey, Instant now) {
    return database.read("query", session -> explain(session, policy, certificateKey, now));
  }

  /**
   * The keys of the certificates that match the filter, expire at {@code from} or later, and for
   * whose expiry no alert will ever be raised; see {@link Policy#notAlertedIds}.
   */
  public Set<String> nonAlerting(
      Policy policy, CertificateFilter filter, Instant from, Instant now) {
    return database.read(
        "query", session -> NonAlertingQuery.of(session, policy, filter, from, now));
  }

  /** The alerts about unreadable sources, including resolved ones. */
  public List<Alert> unreadable() {
    return database.read("query", AlertRows::unreadable);
  }

  private static Optional<Explanation> explain(
      Session session, Policy policy, String key, Instant now) {
    var found =
        session.first(
            "SELECT scope, certificate_id FROM certificate WHERE key = ?",
            row -> Map.entry(row.number(), row.text()),
            key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var row = ScopeRows.get(session, found.get().getKey());
    if (!row.active() || row.watched() == null) {
      return Optional.empty();
    }
    var watched = row.requireWatched();
    var known = Readings.known(session, row, watched);
    var alerts = AlertRows.ofScope(session, watched.scope().key());
    return Optional.ofNullable(known.items().get(found.get().getValue()))
        .map(item -> policy.explain(watched, known, item, alerts, now));
  }
}
