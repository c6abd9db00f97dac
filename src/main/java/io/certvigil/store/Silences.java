package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.policy.Event;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.sqlite.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The silences: alerts for which operators want no notifications for a time. A silence is never
 * deleted but expires; the alerts that it covered and that still fire are then reported.
 */
public final class Silences {
  private final Database database;

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
    return database.write("request", session -> SilenceRows.insert(session, silence));
  }

  /**
   * Expires the silence now, even if it has not begun. Returns false if no silence has this id or
   * if it has already expired.
   */
  public boolean expire(String id, Instant now) {
    return database.write("request", session -> SilenceRows.expire(session, id, now));
  }

  /** All silences, including expired ones, latest end first. */
  public List<Silence> list() {
    return database.read(
        "query",
        session ->
            session.list(SilenceRows.SELECT + "ORDER BY ends_at DESC, id", SilenceRows::fromRow));
  }

  /** The active silences (begun and not expired), earliest end first. */
  public List<Silence> active(Instant now) {
    return database.read("compose", session -> SilenceRows.active(session, now));
  }

  /**
   * The silence with this id; otherwise the only one whose id begins with the text, or whose key,
   * author or comment contains it. Empty if none or several match; {@link #list} returns all.
   */
  public Optional<Silence> find(String idOrPart) {
    var part = idOrPart.strip();
    var all = list();
    var exact = all.stream().filter(silence -> silence.id().equals(part)).findFirst();
    var like = all.stream().filter(silence -> like(silence, part)).toList();
    return exact.isPresent() || like.size() != 1 ? exact : Optional.of(like.getFirst());
  }

  private static boolean like(Silence silence, String part) {
    return !part.isEmpty()
        && (silence.id().startsWith(part)
            || silence.key().contains(part)
            || silence.author().contains(part)
            || silence.comment().contains(part));
  }

  /**
   * Reports, once, the alerts that still fire and that a silence covered which has now expired.
   * Writes nothing if no silence has expired.
   *
   * @return the stored events
   */
  public List<Event> reportExpired(Instant now) {
    return database.read("compose", session -> SilenceRows.anyUnreported(session, now))
        ? database.write("compose", session -> SilenceRows.reportExpired(session, now))
        : List.of();
  }
}
