package io.certvigil.store.receiver;

import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code channel}.
 *
 * @param name its present name, which is a temporary one while names are exchanged
 * @param former its name before this change of the config
 * @param absent {@code kept} or {@code leaving}; null if it is configured
 * @param selection null if it is not known yet
 */
public record StoredChannel(
    String name,
    String former,
    String target,
    long mark,
    @Nullable String absent,
    @Nullable String selection) {
  static final String KEPT = "kept";
  static final String LEAVING = "leaving";

  public StoredChannel withName(String other) {
    return new StoredChannel(other, former, target, mark, absent, selection);
  }

  public boolean configured() {
    return absent == null;
  }

  public static List<StoredChannel> list(Session session, String where) {
    return session.list(
        "SELECT name, coalesce(target, 'channel ' || name), mark, absent, selection FROM channel"
            + " WHERE "
            + where
            + " ORDER BY name",
        StoredChannel::of);
  }

  private static StoredChannel of(ResultRow row) {
    var name = row.text();
    return new StoredChannel(
        name, name, row.text(), row.number(), row.textOrNull(), row.textOrNull());
  }
}
