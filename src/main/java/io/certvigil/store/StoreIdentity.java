package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.StoreStamp;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which database this is, and on which machine it was used last. Two machines with a copy of one
 * database and one config tell everything twice, and neither can see the other.
 */
public final class StoreIdentity {
  private static final String ID = "store id";
  private static final String HOST = "store host";
  private static final String OTHER_MACHINE = "other machine";
  private static final String TEXT =
      "this database was last used by a daemon on another machine; if that daemon still runs, each"
          + " alert is sent twice: stop one of the two, or give it an empty database and other"
          + " channels; after a move to this machine nothing has to be done";
  private static final int BYTES = 20;
  private static final int DIGITS = 26;

  private final Database database;

  StoreIdentity(Database database) {
    this.database = database;
  }

  /** Gives a database that has no id a random one. */
  static void ensureExists(Session session) {
    MetaTable.textOrNew(session, ID, StoreIdentity::random);
  }

  private static String random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Key.base32(bytes, DIGITS);
  }

  /**
   * The stamp of this database while it is used here.
   *
   * @param host of this machine; null if it has none
   */
  public StoreStamp stamp(@Nullable String host) {
    return new StoreStamp(
        database.read("query", session -> MetaTable.text(session, ID)).orElse(null), host);
  }

  /**
   * Notes that a daemon starts here. If the last one did on another machine, that is a notice. A
   * machine without an id is not compared, and what is noted stays.
   */
  public void startOn(@Nullable String host) {
    if (host != null
        && !database
            .read("query", session -> MetaTable.text(session, HOST))
            .equals(Optional.of(host))) {
      database.change("query", session -> startOn(session, host));
    }
  }

  private static void startOn(Session session, String host) {
    if (MetaTable.text(session, HOST).isPresent()) {
      Notices.put(session, OTHER_MACHINE, TEXT);
    }
    MetaTable.put(session, HOST, host);
  }
}
