package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.store.receiver.ChannelMatch;
import io.certvigil.store.receiver.ChannelMoves;
import io.certvigil.store.receiver.ChannelTarget;
import io.certvigil.store.receiver.ConfigChange;
import io.certvigil.store.receiver.FormerReceivers;
import io.certvigil.store.receiver.StoredChannel;
import io.certvigil.store.receiver.TargetKey;
import io.certvigil.store.receiver.Targets;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings table {@code channel}, and what depends on it, in line with a config. What waits and what
 * was told follows the receiver, whatever its channel is called.
 */
final class ChannelChanges {
  private static final String RECOMPOSED = "receiver changed: composed again";

  private final Session session;
  private final Map<String, ChannelTarget> config;
  private final Map<String, String> targets = new LinkedHashMap<>();
  private final ConfigChange change;
  private final Instant now;
  private final Map<StoredChannel, String> changed = new LinkedHashMap<>();
  private final Set<String> hearsMore = new LinkedHashSet<>();

  private ChannelChanges(
      Session session, Map<String, ChannelTarget> config, ConfigChange change, Instant now) {
    this.session = session;
    this.config = config;
    this.change = change;
    this.now = now;
    var key = TargetKey.of(session);
    config.forEach((name, target) -> targets.put(name, key.hash(target)));
  }

  static void apply(
      Session session, Map<String, ChannelTarget> config, ConfigChange change, Instant now) {
    new ChannelChanges(session, config, change, now).apply();
  }

  private void apply() {
    adoptTargets();
    boolean first = !session.any("SELECT 1 FROM channel") && ChannelRows.unrouted(session) == 0;
    var stored = StoredChannel.list(session, "removed_at IS NULL OR absent = 'kept'");
    var match = ChannelMatch.of(stored, config, targets);
    var moved = new LinkedHashMap<StoredChannel, StoredChannel>();
    match.assigned().forEach((name, row) -> moved.put(row, stepAside(row, name)));
    match.absorbed().forEach((row, name) -> moved.put(row, stepAside(row, "")));
    for (var name : config.keySet()) {
      var row = match.assigned().get(name);
      if (row == null) {
        add(name, first);
      } else {
        place(name, Objects.requireNonNull(moved.get(row)));
      }
    }
    changed.forEach((row, name) -> former(row, RECOMPOSED).handOver(name));
    match.absorbed().forEach((row, name) -> absorb(Objects.requireNonNull(moved.get(row)), name));
    match.gone().forEach(this::remove);
    StoredChannel.list(session, "absent = 'leaving'").forEach(this::review);
    hearsMore.forEach(name -> ChannelRows.catchUp(session, name, now));
  }

  /** Rows of version 0.1 have no receiver: theirs is the present one of their name. */
  private void adoptTargets() {
    targets.forEach(
        (name, target) -> {
          int rows =
              session.update(
                  "UPDATE channel SET target = ? WHERE name = ? AND target = 'channel ' || name",
                  target,
                  name);
          if (rows > 0) {
            session.update(
                "UPDATE OR IGNORE told SET target = ? WHERE target = ?", target, "channel " + name);
            session.update("DELETE FROM told WHERE target = ?", "channel " + name);
          }
        });
  }

  /** Gives a row that will not keep its name a temporary one, so that names can be exchanged. */
  private StoredChannel stepAside(StoredChannel row, String name) {
    if (row.name().equals(name)) {
      return row;
    }
    var temporary = "(" + row.name() + ")";
    ChannelMoves.rename(session, row.name(), temporary);
    return row.withName(temporary);
  }

  private void add(String name, boolean firstOfAll) {
    ChannelRows.add(session, name, firstOfAll, now);
    configure(name);
    if (!firstOfAll) {
      hearsMore.add(name);
    }
  }

  private void place(String name, StoredChannel row) {
    if (!row.name().equals(name)) {
      ChannelMoves.rename(session, row.name(), name);
    }
    boolean sameReceiver = row.target().equals(targets.get(name));
    if (!sameReceiver) {
      changed.put(row.withName(name), name);
    }
    boolean sameSelection = row.selection() == null || row.selection().equals(selection(name));
    boolean sameName = row.former().equals(name); // routes go to names
    configure(name);
    if (!sameReceiver || !sameSelection || !sameName || !row.configured()) {
      hearsMore.add(name);
    }
  }

  private String selection(String name) {
    return Key.longOf(Objects.requireNonNull(config.get(name)).selection());
  }

  private void configure(String name) {
    session.update(
        "UPDATE channel SET removed_at = NULL, absent = NULL, target = ?, selection = ?"
            + " WHERE name = ?",
        targets.get(name),
        selection(name),
        name);
  }

  /** All of a channel goes to another one, to the same receiver if that is what both have. */
  private void absorb(StoredChannel row, String name) {
    if (row.target().equals(targets.get(name))) {
      ChannelMoves.merge(session, row, name, now);
    } else {
      former(row, RECOMPOSED).handOver(name);
      ChannelMoves.mergeUncomposed(session, row, name);
    }
    session.update("DELETE FROM channel WHERE name = ?", row.name());
    hearsMore.add(name);
  }

  private void remove(StoredChannel row) {
    var waiting = Targets.waiting(session, row);
    var uncomposed = change.uncomposed().getOrDefault(row.former(), List.of());
    boolean holds =
        !waiting.holdsNothing() && (waiting.deliveries() + waiting.told() > 0 || waits(row));
    if (holds && !change.discards()) {
      session.update(
          "UPDATE channel SET removed_at = coalesce(removed_at, ?), absent = 'kept' WHERE name = ?",
          now,
          row.name());
      return;
    }
    var reason = "channel removed" + (holds ? "; discarded by " + change.discardedBy() : "");
    former(row, reason).end(row.configured() ? uncomposed : null);
    session.update(
        "UPDATE channel SET removed_at = ?, absent = NULL WHERE name = ?", now, row.name());
  }

  /** Whether an event is sent to it that is not composed yet; unknown without its config. */
  private boolean waits(StoredChannel row) {
    return !change.reload()
        || !row.configured()
        || !change.uncomposed().getOrDefault(row.former(), List.of()).isEmpty();
  }

  /** A former receiver: in the config again, known to this process, or lost with the last one. */
  private void review(StoredChannel row) {
    var name = nameOf(row.target());
    if (name != null) {
      ChannelMoves.discardEnds(session, row.name(), "its receiver is in the config again", now);
      ChannelMoves.merge(session, row, name, now);
      session.update("DELETE FROM channel WHERE name = ?", row.name());
      hearsMore.add(name);
    } else if (!change.reload()) {
      ChannelMoves.discardWaiting(
          session, row.name(), "its receiver is no longer in the config", now);
      session.update("DELETE FROM catch_up WHERE channel = ?", row.name());
      session.update("DELETE FROM channel WHERE name = ?", row.name());
    }
  }

  private @Nullable String nameOf(String target) {
    for (var entry : targets.entrySet()) {
      if (entry.getValue().equals(target)) {
        return entry.getKey();
      }
    }
    return null;
  }

  private FormerReceivers former(StoredChannel row, String reason) {
    return new FormerReceivers(session, row, nameOf(row.target()), reason, change, now);
  }
}
