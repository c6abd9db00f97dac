package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Decision;
import io.certvigil.policy.Event;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.OneTimeEvents;
import io.certvigil.policy.Silence;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The silences: alerts for which operators want no notifications for a time. A silence is never
 * deleted but expires; the alerts that it covered and that still fire are then reported.
 */
public final class Silences {
  /** A silence with narrow conditions that covers every one of these is one of everything. */
  private static final int EVERY_ONE_OF_AT_LEAST = 2;

  private static final int PAGE = 500;
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /** The duration that {@link #expire} gives to a silence that has not begun. */
  private static final Duration NEVER_BEGUN = Duration.ofMillis(1);

  private static final String COLUMNS =
      "id, key, source, zone, account, name, labels, starts_at, ends_at, author, comment,"
          + " created_at";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM silence ";
  private static final String INSERT =
      "INSERT INTO silence ("
          + COLUMNS
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
  private static final String UNREPORTED = "WHERE told = 0 AND ends_at <= ?";

  private static final String BEGUN = SELECT + "WHERE told = 0 AND starts_at <= ? ORDER BY id";

  private final Database database;
  private final Map<String, Instant> lookedAt = new HashMap<>();
  private final Set<String> coveringAll = new HashSet<>();
  private volatile int ofEverything;

  Silences(Database database) {
    this.database = database;
  }

  /**
   * The id of a new silence: 10 digits, short enough to type. The same arguments give the same id.
   */
  public static String id(String key, Matcher match, String author, Instant createdAt) {
    return Key.shortOf("silence", key, match.fingerprint(), author, createdAt.toString());
  }

  /** Returns false, and changes nothing, if a silence with this id exists. */
  public boolean add(Silence silence) {
    return database.write("request", session -> add(session, silence));
  }

  private static boolean add(Session session, Silence silence) {
    var match = silence.match();
    int rows =
        session.update(
            INSERT,
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
    if (rows > 0) {
      Requests.record(session, "silence", silence.id(), silence.author(), silence.createdAt());
    }
    return rows > 0;
  }

  /**
   * Expires the silence now, even if it has not begun. Returns false if no silence has this id or
   * if it has already expired. One that has not begun gets a duration of one millisecond, because
   * its end must be after its start.
   *
   * @param by who expires it; never blank
   */
  public boolean expire(String id, String by, Instant now) {
    return database.write(
        "request",
        session -> {
          int rows =
              session.update(
                  "UPDATE silence SET ends_at = ?1, starts_at = min(starts_at, ?2)"
                      + " WHERE id = ?3 AND ends_at > ?1",
                  now,
                  now.minus(NEVER_BEGUN),
                  id);
          if (rows > 0) {
            Requests.record(session, "silence_end", id, by, now);
          }
          return rows > 0;
        });
  }

  /** All silences, including expired ones, latest end first. */
  public List<Silence> list() {
    return database.list("query", SELECT + "ORDER BY ends_at DESC, id", Silences::fromRow);
  }

  /** The active silences (begun and not expired), earliest end first. */
  public List<Silence> active(Instant now) {
    return database.list(
        "compose",
        SELECT + "WHERE told = 0 AND ends_at > ?1 AND starts_at <= ?1 ORDER BY ends_at, id",
        Silences::fromRow,
        now);
  }

  /** As {@link #matching}, of all silences. Empty if none or several match. */
  public Optional<Silence> find(String idOrPart) {
    var found = matching(list(), idOrPart);
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /**
   * The silence with this id, of these; otherwise those whose id begins with the text, or whose
   * key, author or comment contains it.
   */
  public static List<Silence> matching(List<Silence> all, String idOrPart) {
    var part = idOrPart.strip();
    var exact = all.stream().filter(silence -> silence.id().equals(part)).toList();
    return exact.isEmpty() ? all.stream().filter(one -> like(one, part)).toList() : exact;
  }

  private static boolean like(Silence silence, String part) {
    return !part.isEmpty()
        && (silence.id().startsWith(part)
            || silence.key().contains(part)
            || silence.author().contains(part)
            || silence.comment().contains(part));
  }

  /**
   * Reports, once each, the silences of everything that have begun, also those that have ended
   * since the last call. Must run before {@link #reportExpired}, after which a silence counts as
   * dealt with. A silence is one of everything by its form, or because it covers every certificate
   * that is known, which is looked at when it begins and each minute.
   *
   * @return the stored events
   */
  public List<Event> reportOfEverything(Instant now) {
    var begun =
        database.list("compose", BEGUN, Silences::fromRow, now).stream()
            .filter(silence -> isOfEverything(silence, now))
            .filter(silence -> silence.endsAt().isAfter(silence.startsAt().plus(NEVER_BEGUN)))
            .toList();
    ofEverything = (int) begun.stream().filter(silence -> silence.active(now)).count();
    if (begun.isEmpty()) { // in almost every pass
      return List.of();
    }
    var events = begun.stream().map(one -> OneTimeEvents.silenceOfEverything(one, now)).toList();
    return database.read("compose", session -> EventRows.areStored(session, events))
        ? List.of()
        : database.write("compose", session -> EventRows.insert(session, events));
  }

  private synchronized boolean isOfEverything(Silence silence, Instant now) {
    if (silence.coversEverything() || coveringAll.contains(silence.id())) {
      return true;
    }
    var last = lookedAt.get(silence.id());
    if (!silence.key().isEmpty() || last != null && now.isBefore(last.plus(LOOK_EVERY))) {
      return false;
    }
    lookedAt.put(silence.id(), now);
    boolean all = coversAllKnown(silence, now);
    return all && coveringAll.add(silence.id());
  }

  /** Reads until the first certificate that it does not cover. */
  private boolean coversAllKnown(Silence silence, Instant now) {
    var inventory = new Inventory(database, Optional::empty);
    long covered = 0;
    Cursor next = null;
    do {
      var page = inventory.page(CertificateFilter.ALL, CertificateSort.END, next, PAGE, now);
      if (!page.rows().stream().allMatch(view -> silence.covers(view.subject("")))) {
        return false;
      }
      covered += page.rows().size();
      next = page.next();
    } while (next != null);
    return covered >= EVERY_ONE_OF_AT_LEAST;
  }

  /** The number of active silences of everything at the last {@link #reportOfEverything}. */
  public int ofEverything() {
    return ofEverything;
  }

  /**
   * Reports, once, the alerts that still fire and that a silence covered which has now expired.
   * Writes nothing if no silence has expired.
   *
   * @return the stored events
   */
  public List<Event> reportExpired(Instant now) {
    return database.any("compose", "SELECT 1 FROM silence " + UNREPORTED, now)
        ? database.write("compose", session -> reportExpired(session, now))
        : List.of();
  }

  /**
   * Whether the silence may cover a delivery. Not once its covered alerts were reported, because a
   * delivery covered later would never be reported.
   */
  static boolean mayCover(Session session, String id) {
    return session
        .first("SELECT told FROM silence WHERE id = ?", row -> !row.flag(), id)
        .orElseThrow(() -> new IllegalArgumentException("no silence has the id " + id));
  }

  private static List<Event> reportExpired(Session session, Instant now) {
    var events = new ArrayList<Event>();
    for (var silence :
        session.list(SELECT + UNREPORTED + " ORDER BY ends_at, id", Silences::fromRow, now)) {
      for (var alert : coveredAlerts(session, silence.id())) {
        events.addAll(report(session, alert, silence, now));
      }
      session.update("UPDATE silence SET told = 1 WHERE id = ?", silence.id());
    }
    return events;
  }

  private static List<Alert> coveredAlerts(Session session, String silence) {
    return session.list(
        AlertRows.SELECT
            + """
            state = 'firing' AND (key, incarnation) IN (
              SELECT e.alert_key, e.incarnation FROM delivery d
              JOIN delivery_event x ON x.delivery = d.id JOIN event e ON e.position = x.position
              WHERE d.state = 'SUPPRESSED' AND d.reason = ?)
            ORDER BY key, incarnation
            """,
        AlertRows::fromRow,
        silence);
  }

  private static List<Event> report(Session session, Alert alert, Silence silence, Instant now) {
    var row = ScopeRows.find(session, alert.subject().scope()).orElse(null);
    var watched = row == null ? Conditions.list(session, alert) : row.watched();
    var item =
        row == null
            ? null
            : CertificateVersionRows.item(session, row, alert.subject().certificate()).orElse(null);
    var decision = OneTimeEvents.unsilenced(alert, watched, item, silence, now);
    var events =
        decision.events().stream().map(one -> Conditions.withCondition(session, one)).toList();
    return Readings.write(session, new Decision(decision.alerts(), events, null), now);
  }

  private static Silence fromRow(ResultRow row) {
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
