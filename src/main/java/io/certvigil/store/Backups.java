package io.certvigil.store;

import io.certvigil.model.ReadableTime;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.sqlite.DaemonLock;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.DatabaseFile;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.sqlite.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Whole, verified copies of the database, made while a daemon runs, and put back without one. */
public final class Backups {
  private static final String MADE_AT = "backup.at";
  private static final DateTimeFormatter SUFFIX =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Database database;

  Backups(Database database) {
    this.database = database;
  }

  /**
   * Copies the database. The copy is verified before it gets its name.
   *
   * @param replace whether an earlier backup of this name is replaced
   * @throws StoreException if the file exists and may not be replaced, or the copy fails
   */
  public void write(Path backup, boolean replace, Instant now) {
    var file = backup.toAbsolutePath().normalize();
    if (file.equals(database.file().toAbsolutePath().normalize())) {
      throw new StoreException(file + " is the store itself: give the backup another name");
    }
    if (!replace && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(file + " exists: give another name, or --replace");
    }
    var part = sibling(file, ".part");
    DatabaseFile.copy(database.file(), part, session -> MetaTable.put(session, MADE_AT, now));
    DatabaseFile.replace(part, file);
    database.change("request", session -> MetaTable.put(session, MADE_AT, now));
  }

  /** When the last backup was made; empty if none ever was. */
  public Optional<Instant> lastSuccess() {
    return database.read("query", session -> MetaTable.instant(session, MADE_AT));
  }

  /**
   * Puts a backup in the place of the database. What stood there is moved aside with its log.
   *
   * @return where the old database is now; empty if there was none
   * @throws StoreException if a daemon runs, or the backup is damaged; then nothing was changed
   */
  public static Optional<Path> restore(Path database, Path backup, Instant now) {
    var file = database.toAbsolutePath().normalize();
    requireBackup(file, backup);
    requireNoDaemon(file);
    try (var _ = DaemonLock.acquire(file)) {
      StoreFiles.checkForCommand(backup);
      var part = sibling(file, ".restored");
      DatabaseFile.copyUnused(backup, part, session -> announce(session, now));
      DatabaseFile.adoptOwner(
          part, Files.exists(file) ? file : file.resolveSibling("").toAbsolutePath());
      if (!Files.exists(file) && !Files.exists(sibling(file, "-wal"))) {
        DatabaseFile.replace(part, file);
        return Optional.empty();
      }
      var aside = sibling(file, ".before-" + SUFFIX.format(now));
      DatabaseFile.exchange(part, file, aside);
      return Optional.of(aside);
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static void requireBackup(Path file, Path backup) {
    if (!Files.isRegularFile(backup)) {
      throw new StoreException(backup + " is not a file: give a file that certvigil backup wrote");
    }
    try {
      if (Files.exists(file) && Files.isSameFile(file, backup)) {
        throw new StoreException(
            "%s is the store itself: move it first, then restore it from there".formatted(file));
      }
    } catch (IOException e) {
      throw new StoreException(backup + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static void requireNoDaemon(Path file) {
    if (DaemonLock.isHeld(file)) {
      throw new StoreException(
          "a daemon is running on %s: stop it first (sudo systemctl stop certvigil), then restore and start it"
              .formatted(file));
    }
  }

  /** What the next daemon says: which alerts may arrive twice. */
  private static void announce(Session session, Instant now) {
    var made = MetaTable.instant(session, MADE_AT);
    long waiting = session.number("SELECT count(*) FROM delivery WHERE closed_at IS NULL");
    var from = made.map(moment -> " of " + ReadableTime.iso(moment)).orElse("");
    Notices.put(
        session,
        Notices.RESTORED,
        ("the store was restored on %s from a backup%s: what became due since the backup is decided"
                + " now and sent once. May arrive a second time: %d deliveries that were waiting"
                + " when the backup was made, and alerts sent between the backup and the restore")
            .formatted(ReadableTime.iso(now), from, waiting));
    Notices.remove(session, Notices.LOG_MISSING);
  }
}
