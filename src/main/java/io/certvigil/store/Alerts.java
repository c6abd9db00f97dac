package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Explanation;
import io.certvigil.policy.Policy;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.AckResult;
import io.certvigil.store.view.CertificateFilter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The stored alerts: acknowledgement, lookup, and the explanation of a certificate's alert. */
public final class Alerts {
  private static final String ENDING =
      "SELECT c.scope, c.certificate_id FROM certificate c"
          + " WHERE c.valid_to IS NULL AND c.not_after >= ?5 AND "
          + FilterSql.sql("c", "c");

  private final Database database;

  Alerts(Database database) {
    this.database = database;
  }

  /**
   * Acknowledges the alert with this key: no reminder is sent until it reaches its next rung. The
   * alert of a certificate whose successor had to be handed over is closed instead. A short write,
   * allowed while a daemon is running.
   *
   * @param by who acknowledges it; never blank
   */
  public AckResult ack(String alertKey, String by, Instant now) {
    return database.write(
        "request",
        session -> {
          var name = CanonicalText.clean(by).strip();
          var result =
              handedOver(session, alertKey, now)
                  .orElseGet(
                      () ->
                          change(
                              session,
                              alertKey,
                              false,
                              alert -> alert.acknowledged(name, now),
                              now));
          if (result instanceof AckResult.Changed) {
            Requests.record(session, "ack", alertKey, name, now);
          }
          return result;
        });
  }

  private static Optional<AckResult> handedOver(Session session, String key, Instant now) {
    var alert =
        session.first(AlertRows.SELECT + "key = ? AND state = 'firing'", AlertRows::fromRow, key);
    if (alert.isEmpty() || alert.get().subject().certificate().isEmpty()) {
      return Optional.empty();
    }
    var subject = alert.get().subject();
    return ScopeRows.find(session, subject.scope())
        .flatMap(
            row ->
                CertificateVersionRows.item(session, row, subject.certificate())
                    .flatMap(
                        item -> Policy.handedOver(alert.get(), row.requireWatched(), item, now)))
        .map(
            decision -> {
              Readings.write(session, decision, now);
              return new AckResult.Changed(decision.alerts().getFirst());
            });
  }

  /**
   * Removes the acknowledgement, so that reminders resume. A short write, as {@link #ack}. The time
   * of the next reminder follows from a new decision, so the scope is marked for one.
   *
   * @param by who removes it; never blank
   */
  public AckResult unack(String alertKey, String by, Instant now) {
    return database.write(
        "request",
        session -> {
          var result = change(session, alertKey, true, alert -> alert.unacknowledged(now), now);
          if (result instanceof AckResult.Changed(var open)) {
            session.update(
                "UPDATE scope SET next_at = ? WHERE key = ? AND watched = 1",
                now,
                open.subject().scope());
            Requests.record(session, "unack", alertKey, CanonicalText.clean(by).strip(), now);
          }
          return result;
        });
  }

  /**
   * Changes the firing alert with this key if it is acknowledged, or not, as {@code acked} says.
   */
  private static AckResult change(
      Session session, String key, boolean acked, UnaryOperator<Alert> change, Instant now) {
    var alert =
        session.first(AlertRows.SELECT + "key = ? AND state = 'firing'", AlertRows::fromRow, key);
    if (alert.isEmpty()) {
      return new AckResult.NotFiring(key);
    }
    if ((alert.get().progress().ack() != null) != acked) {
      return new AckResult.Unchanged(alert.get());
    }
    var changed = change.apply(alert.get());
    AlertRows.write(session, List.of(changed), now);
    return new AckResult.Changed(changed);
  }

  /** The firing alert with this key; if none fires, the one that changed last. */
  public Optional<Alert> alert(String key) {
    return database.first(
        "query",
        AlertRows.SELECT + "key = ? ORDER BY state, updated_at DESC, id DESC",
        AlertRows::fromRow,
        key);
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
    return database.read("query", session -> nonAlerting(session, policy, filter, from, now));
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

  /** Each scope is read once, for all its certificates. */
  private static Set<String> nonAlerting(
      Session session, Policy policy, CertificateFilter filter, Instant from, Instant now) {
    var conditions = FilterSql.watched(session, filter, now);
    var ids = new TreeMap<Long, Set<String>>();
    session.each(
        ENDING,
        row -> {
          long scope = row.number();
          if (conditions.scope(scope) != null) {
            ids.computeIfAbsent(scope, _ -> new TreeSet<>()).add(row.text());
          }
        },
        conditions.parameters(from));
    var quiet = new HashSet<String>();
    ids.forEach(
        (scope, certificates) ->
            quiet.addAll(nonAlerting(session, policy, scope, certificates, now)));
    return quiet;
  }

  private static List<String> nonAlerting(
      Session session, Policy policy, long scope, Set<String> certificates, Instant now) {
    var row = ScopeRows.get(session, scope);
    var watched = row.requireWatched();
    var known = Readings.known(session, row, watched);
    var items = certificates.stream().map(known.items()::get).filter(Objects::nonNull).toList();
    return policy.notAlertedIds(watched, known, items, now).stream()
        .map(id -> Key.ofCertificate(watched.scope(), id))
        .toList();
  }
}
