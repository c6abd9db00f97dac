package io.certvigil.store;

import io.certvigil.policy.EventText;
import io.certvigil.policy.EventType;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.view.AlertFilter;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.CursorException;
import io.certvigil.store.view.EventView;
import io.certvigil.store.view.ListView;
import io.certvigil.store.view.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Read-only queries of commands and pages, on a connection that does not block a writer. A
 * certificate that the last reading missed is listed until it is proved absent; what the config no
 * longer watches is not listed.
 */
public final class Inventory {
  private final Database database;
  private final Supplier<Optional<String>> shortage;

  /**
   * @param shortage why disk space is running out now; empty while there is enough
   */
  Inventory(Database database, Supplier<Optional<String>> shortage) {
    this.database = database;
    this.shortage = shortage;
  }

  /** Present certificates that match the filter, in the order {@link CertificateSort#END}. */
  public void list(CertificateFilter filter, Instant now, Consumer<CertificateView> consumer) {
    database.scan("query", session -> CertificatePageQueries.list(session, filter, now, consumer));
  }

  /**
   * As {@link #list}, but one page.
   *
   * @param cursor the {@code next} of the previous page; null for the first page
   * @param limit the maximum number of rows, at least 1
   * @throws CursorException if the cursor belongs to another list or order
   */
  public Page<CertificateView> page(
      CertificateFilter filter,
      CertificateSort sort,
      @Nullable Cursor cursor,
      int limit,
      Instant now) {
    return database.read(
        "query", session -> CertificatePageQueries.page(session, filter, sort, cursor, limit, now));
  }

  /**
   * The certificates as they were known at a past moment, in the order {@link CertificateSort#END}
   * of that moment: those that were watched and not proved absent then, with days to expiry as of
   * that moment. Names and labels of zones and accounts are the current ones. History older than
   * the retention is not available.
   *
   * @param filter its {@code expiringWithin} counts from that moment
   */
  public void asOf(Instant moment, CertificateFilter filter, Consumer<CertificateView> consumer) {
    database.scan("query", session -> AsOfQueries.list(session, moment, filter, consumer));
  }

  /**
   * As {@link #asOf}, but one page; see {@link #page}. A cursor keeps the moment of the first page.
   */
  public Page<CertificateView> asOf(
      Instant moment, CertificateFilter filter, @Nullable Cursor cursor, int limit) {
    return database.read(
        "query", session -> AsOfQueries.page(session, moment, filter, cursor, limit));
  }

  /** The earliest moment with stored history; empty if nothing was ever stored. */
  public Optional<Instant> knownSince() {
    return database
        .first(
            "query",
            "SELECT min(moment) FROM (SELECT min(valid_from) AS moment FROM certificate"
                + " UNION ALL SELECT min(valid_from) FROM version)",
            row -> Optional.ofNullable(row.instantOrNull()))
        .flatMap(moment -> moment);
  }

  /**
   * The changes after {@code from} and up to {@code to}, newest first. The first reading of a list
   * is one row for the whole list, and so is the end of its watching.
   *
   * @param words only changes with one of these words of {@link ChangeView}; empty for all
   * @param filter matched against the certificate as it was after the change, or as it was last
   *     seen if it no longer exists
   * @param cursor the {@code next} of the previous page; null for the first page
   * @param limit the maximum number of rows, at least 1
   * @throws CursorException if the cursor belongs to another list
   */
  public Page<ChangeView> changes(
      Instant from,
      Instant to,
      CertificateFilter filter,
      Set<String> words,
      @Nullable Cursor cursor,
      int limit) {
    return database.read(
        "query", session -> ChangeQueries.page(session, from, to, filter, words, cursor, limit));
  }

  /** All changes of the certificate with this key, newest first; empty for an unknown key. */
  public List<ChangeView> history(String key) {
    return database.read("query", session -> ChangeQueries.history(session, key));
  }

  /**
   * The certificate with this key as it was last seen, including one that no longer exists or is no
   * longer watched.
   */
  public Optional<CertificateDetail> detail(String key, Instant now) {
    return database.read("query", session -> CertificateQueries.detail(session, key, now));
  }

  /**
   * Present certificates whose key equals the text, or whose id, name, serial or fingerprint
   * contains it, earliest expiry first; at most 1,000.
   */
  public List<CertificateView> find(String text, Instant now) {
    return database.read("query", session -> CertificateQueries.find(session, text, now));
  }

  /**
   * Firing alerts, worst severity and earliest expiry first; with {@code resolved} also those
   * resolved in the last 30 days.
   */
  public List<AlertView> alerts(boolean resolved, Instant now) {
    var filter = new AlertFilter(resolved, null, CertificateFilter.ALL);
    return alerts(filter, null, Integer.MAX_VALUE, now).rows();
  }

  /**
   * As {@link #alerts(boolean, Instant)}, but one page of the alerts that match the filter; see
   * {@link #page}.
   */
  public Page<AlertView> alerts(
      AlertFilter filter, @Nullable Cursor cursor, int limit, Instant now) {
    var found =
        database.read("query", session -> AlertQueries.page(session, filter, cursor, limit, now));
    return new Page<>(found.rows().stream().map(this::current).toList(), found.next());
  }

  /** The stored text of an event says how much space was left then; this is what is left now. */
  private AlertView current(AlertView view) {
    var alert = view.alert();
    return alert.firing() && alert.subject().kind() == EventType.DAEMON_STORE_LOW
        ? shortage.get().map(low -> view.with(EventText.storeLow(low))).orElse(view)
        : view;
  }

  /** The newest events, newest first, each with the states of its deliveries. */
  public List<EventView> events(int limit) {
    return database.read("query", session -> AlertQueries.events(session, limit));
  }

  /** All alerts about the certificate with this key, firing ones first, then the newest. */
  public List<AlertView> alertsOf(String certificateKey, Instant now) {
    return database.read(
        "query", session -> AlertQueries.ofCertificate(session, certificateKey, now));
  }

  /** The newest events of these alerts, newest first; see {@link #events}. */
  public List<EventView> eventsOf(String certificateKey, int limit) {
    return database.read("query", session -> AlertQueries.events(session, certificateKey, limit));
  }

  /** The number of present certificates that match the filter. */
  public long count(CertificateFilter filter, Instant now) {
    return database.read("query", session -> CertificatePageQueries.count(session, filter, now));
  }

  /**
   * The watched lists, sorted by key.
   *
   * @param filter only its source, zone, account and labels are used
   */
  public List<ListView> lists(CertificateFilter filter) {
    return database.read("query", session -> CertificateQueries.lists(session, filter));
  }

  /** Whether at least one watched list was ever read completely. */
  public boolean hasCompleteList() {
    return database.any(
        "query",
        "SELECT 1 FROM scope"
            + " WHERE watched = 1 AND source IS NOT NULL AND complete_at IS NOT NULL LIMIT 1");
  }
}
