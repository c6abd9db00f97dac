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
 * What operators do not want to be told for a while. A silence is never deleted, it ends; what it
 * covered and still fires then is told.
 */
public final class Silences {
  private final Database database;

  Silences(Database database) {
    this.database = database;
  }

  /** An id for a new one, 10 digits as people type them; the same parts give the same id. */
  public static String id(String key, Matcher match, String author, Instant createdAt) {
    return Key.shortOf("silence", key, match.fingerprint(), author, createdAt.toString());
  }

  /** False, and nothing changed, where there is one of this id. */
  public boolean add(Silence silence) {
    return database.write("request", session -> SilenceRows.insert(session, silence));
  }

  /**
   * Ends it now, also one that has not begun yet; false where there is none of this id, or where it
   * has ended before.
   */
  public boolean expire(String id, Instant now) {
    return database.write("request", session -> SilenceRows.expire(session, id, now));
  }

  /** All there ever were, the last to end first. */
  public List<Silence> list() {
    return database.read(
        "query",
        session ->
            session.list(SilenceRows.SELECT + "ORDER BY ends_at DESC, id", SilenceRows::fromRow));
  }

  /** Those that have begun and not ended, the first to end first. */
  public List<Silence> active(Instant now) {
    return database.read("compose", session -> SilenceRows.active(session, now));
  }

  /**
   * The one of this id; else the only one whose id begins with this, or whose key, author or
   * comment contains it. Empty where there is none, and where there are several: {@link #list} has
   * them.
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
   * Tells what still fires of that which silences covered that have ended since, once. Writes
   * nothing where none has ended.
   *
   * @return the events that were stored
   */
  public List<Event> reportExpired(Instant now) {
    return database.read("compose", session -> SilenceRows.anyUnreported(session, now))
        ? database.write("compose", session -> SilenceRows.reportExpired(session, now))
        : List.of();
  }
}
