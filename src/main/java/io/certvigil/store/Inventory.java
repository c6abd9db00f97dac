package io.certvigil.store;

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
import io.certvigil.store.view.SourceView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions of commands and pages, answered from a connection that holds up no writer. A
 * certificate that the last reading missed is shown until it is proved absent; what the config no
 * longer watches is not shown.
 */
public final class Inventory {
  private final Database database;

  Inventory(Database database) {
    this.database = database;
  }

  /** Present certificates that pass the filter, soonest end first, those without a date last. */
  public void list(CertificateFilter filter, Instant now, Consumer<CertificateView> consumer) {
    database.scan("query", session -> PageQueries.list(session, filter, now, consumer));
  }

  /**
   * As {@link #list}, a page of it.
   *
   * @param cursor where the page begins, the {@code next} of the one before; null for the first
   * @param limit how many rows at most, from 1 on
   * @throws CursorException where the cursor is none of this order
   */
  public Page<CertificateView> page(
      CertificateFilter filter,
      CertificateSort sort,
      @Nullable Cursor cursor,
      int limit,
      Instant now) {
    return database.read(
        "query", session -> PageQueries.page(session, filter, sort, cursor, limit, now));
  }

  /**
   * The certificates as they were known at a moment, soonest end first: those that were watched and
   * not proved absent then, with days to expiry as of then. Names and labels of zones and accounts
   * are those of now. What is older than the retention of history is not known any more.
   *
   * @param filter its time counts from that moment
   */
  public void asOf(Instant moment, CertificateFilter filter, Consumer<CertificateView> consumer) {
    database.scan("query", session -> AsOfQueries.list(session, moment, filter, consumer));
  }

  /** As {@link #asOf}, a page of it; see {@link #page}. A cursor keeps the moment it began with. */
  public Page<CertificateView> asOf(
      Instant moment, CertificateFilter filter, @Nullable Cursor cursor, int limit) {
    return database.read(
        "query", session -> AsOfQueries.page(session, moment, filter, cursor, limit));
  }

  /** The first moment of which something is known; empty where nothing ever was. */
  public Optional<Instant> knownSince() {
    return database.read("query", AsOfQueries::knownSince);
  }

  /**
   * What changed after a moment and until another, newest first. The first reading of a list is one
   * row for all of it, and so is that it is watched no more.
   *
   * @param words only changes with one of these words of {@link ChangeView}; empty for all
   * @param filter held against the certificate as it was after the change, or last where it is gone
   * @param cursor where the page begins, the {@code next} of the one before; null for the first
   * @param limit how many rows at most, from 1 on
   * @throws CursorException where the cursor is none of these
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

  /** All that ever changed of the certificate with this key, newest first; empty for none such. */
  public List<ChangeView> history(String key) {
    return database.read("query", session -> ChangeQueries.history(session, key));
  }

  /**
   * The certificate with this key, also one that is gone or watched no more, as it was last seen.
   */
  public Optional<CertificateDetail> detail(String key, Instant now) {
    return database.read("query", session -> CertificateQueries.detail(session, key, now));
  }

  /**
   * Present certificates whose key is this, or whose id, name, serial or fingerprint contains it,
   * soonest end first; at most 1,000.
   */
  public List<CertificateView> find(String text, Instant now) {
    return database.read("query", session -> CertificateQueries.find(session, text, now));
  }

  /** Alerts that fire, worst and soonest first; with {@code resolved} those of 30 days too. */
  public List<AlertView> alerts(boolean resolved, Instant now) {
    return database.read("query", session -> AlertQueries.alerts(session, resolved, now));
  }

  /** As {@link #alerts(boolean, Instant)}, a page of what passes the filter; see {@link #page}. */
  public Page<AlertView> alerts(
      AlertFilter filter, @Nullable Cursor cursor, int limit, Instant now) {
    return database.read(
        "query", session -> AlertQueries.page(session, filter, cursor, limit, now));
  }

  /** The newest events, newest first, each with where it was delivered. */
  public List<EventView> events(int limit) {
    return database.read("query", session -> AlertQueries.events(session, limit));
  }

  /** All alerts about the certificate with this key, those that fire first, then the newest. */
  public List<AlertView> alertsOf(String certificateKey, Instant now) {
    return database.read(
        "query", session -> AlertQueries.ofCertificate(session, certificateKey, now));
  }

  /** The newest events of these alerts, newest first; see {@link #events}. */
  public List<EventView> eventsOf(String certificateKey, int limit) {
    return database.read("query", session -> AlertQueries.events(session, certificateKey, limit));
  }

  /** How many present certificates pass the filter. */
  public long count(CertificateFilter filter, Instant now) {
    return database.read("query", session -> PageQueries.count(session, filter, now));
  }

  /**
   * The lists that are watched, by key.
   *
   * @param filter only its source, zone, account and labels are held against them
   */
  public List<ListView> lists(CertificateFilter filter) {
    return database.read("query", session -> CertificateQueries.lists(session, filter));
  }

  /** Each source that is watched, as it stands. */
  public List<SourceView> sources() {
    return database.read("query", CertificateQueries::sources);
  }
}
