package io.certvigil.store;

import io.certvigil.diff.Presence;
import io.certvigil.model.Fault;
import io.certvigil.model.Source;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions of commands and pages, answered from a connection that holds up no writer. A
 * certificate that the last reading missed is shown until it is proved absent; what the config no
 * longer watches is not shown.
 */
public final class Catalogue {
  private final Database database;

  Catalogue(Database database) {
    this.database = database;
  }

  /** Present certificates that pass the filter, soonest end first, those without a date last. */
  public void list(Filter filter, Instant now, Consumer<CertificateView> consumer) {
    database.look("query", session -> PageQueries.list(session, filter, now, consumer));
  }

  /**
   * As {@link #list}, a page of it.
   *
   * @param cursor where the page begins, the {@code next} of the one before; null for the first
   * @param limit how many rows at most, from 1 on
   * @throws CursorException where the cursor is none of this order
   */
  public Page<CertificateView> page(
      Filter filter, Sort sort, @Nullable Cursor cursor, int limit, Instant now) {
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
  public void asOf(Instant moment, Filter filter, Consumer<CertificateView> consumer) {
    database.look("query", session -> AsOfQueries.list(session, moment, filter, consumer));
  }

  /** As {@link #asOf}, a page of it; see {@link #page}. A cursor keeps the moment it began with. */
  public Page<CertificateView> asOf(
      Instant moment, Filter filter, @Nullable Cursor cursor, int limit) {
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
      Filter filter,
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
  public Optional<Standing> standing(String key, Instant now) {
    return database.read("query", session -> CertificateQueries.standing(session, key, now));
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
  public long count(Filter filter, Instant now) {
    return database.read("query", session -> PageQueries.count(session, filter, now));
  }

  /**
   * The lists that are watched, by key.
   *
   * @param filter only its source, zone, account and labels are held against them
   */
  public List<ListView> lists(Filter filter) {
    return database.read("query", session -> CertificateQueries.lists(session, filter));
  }

  /** Each source that is watched, as it stands. */
  public List<SourceView> sources() {
    return database.read("query", CertificateQueries::sources);
  }

  /**
   * Each part is null, or empty, where it filters nothing.
   *
   * @param expiringWithin ends before now plus this, expired ones too
   * @param zone glob over zone name or id
   * @param account glob over account name or id
   * @param status in Cloudflare's word
   * @param text a part of id, name, serial, SHA-256 or a host, or the key; ASCII's case is ignored
   * @param labels globs over the values of labels of {@code watch}, by name; all must fit
   */
  public record Filter(
      @Nullable Duration expiringWithin,
      @Nullable Source source,
      @Nullable String zone,
      @Nullable String account,
      @Nullable String status,
      @Nullable String text,
      Map<String, String> labels) {
    public static final Filter ALL = new Filter(null, null, null, null, null, null, Map.of());

    public Filter {
      labels = Map.copyOf(labels);
    }

    /** Only what ends within this time. */
    public static Filter within(@Nullable Duration time) {
      return ALL.ending(time);
    }

    /** The same, but of what ends within this time. */
    public Filter ending(@Nullable Duration time) {
      return new Filter(time, source, zone, account, status, text, labels);
    }
  }

  /**
   * Which alerts.
   *
   * @param resolved those of 30 days that are over too
   * @param severity only this; null for all
   * @param lists only those about a list of this source, zone, account and labels, or about a
   *     certificate there; the rest of it is not looked at
   */
  public record AlertFilter(boolean resolved, @Nullable Severity severity, Filter lists) {
    boolean ofLists() {
      return lists.source() != null
          || lists.zone() != null
          || lists.account() != null
          || !lists.labels().isEmpty();
    }
  }

  /** The order of a page of certificates. */
  public enum Sort {
    /** Soonest end first, those without a date last. */
    END,
    /** By name, ASCII's case ignored. */
    NAME,
    /** Newest first. */
    FIRST_SEEN,
    /** What changed or came last first. */
    CHANGED;

    /** As it is written in a URL, such as {@code first_seen}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this {@link #word}; empty for any other word. */
    public static Optional<Sort> of(String word) {
      return Arrays.stream(values()).filter(sort -> sort.word().equals(word)).findFirst();
    }
  }

  /**
   * A certificate, and whether it is there.
   *
   * @param watched whether the config still watches its list
   */
  public record Standing(CertificateView certificate, Presence presence, boolean watched) {}

  /**
   * A source over all its scopes.
   *
   * @param certificates how many are present
   * @param unreadable how many scopes could not be read whole at the last attempt
   * @param oldest the last complete reading of the scope that was not read for longest; null where
   *     one never was
   * @param newest the last complete reading of any of its scopes; null where there was none
   * @param fault of the scope that has failed for longest; null where all could be read
   */
  public record SourceView(
      Source source,
      int scopes,
      int unreadable,
      long certificates,
      @Nullable Instant oldest,
      @Nullable Instant newest,
      @Nullable Fault fault) {}

  /** An alert and, where it is about one, its certificate. */
  public record AlertView(Alert alert, String summary, @Nullable CertificateView certificate) {}

  /**
   * An event and what became of it.
   *
   * @param deliveries such as {@code ops-hook: delivered}
   */
  public record EventView(
      String id,
      String type,
      String severity,
      Instant occurredAt,
      String alertKey,
      String summary,
      List<String> deliveries) {
    public EventView {
      deliveries = List.copyOf(deliveries);
    }
  }
}
