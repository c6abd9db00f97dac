package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificate;

import io.certvigil.model.Certificate;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The files of a store at many moments of its life, as a copy of a running daemon finds them. Every
 * event is composed in the step in which it is decided.
 */
final class StoreSnapshots {
  static final int STEPS = 60;
  private static final String CHECKPOINT = "certvigil.checkpoint_bytes";

  private final List<Snapshot> all = new ArrayList<>();
  private final List<Certificate> certificates = new ArrayList<>();

  /** The files after one step, and what the store contains, in a form that can be compared. */
  static final class Snapshot {
    private final byte[] file;
    private final byte[] log;
    private final String state;

    Snapshot(byte[] file, byte[] log, String state) {
      this.file = file;
      this.log = log;
      this.state = state;
    }

    byte[] file() {
      return file;
    }

    byte[] log() {
      return log;
    }

    String state() {
      return state;
    }
  }

  /** Runs the life of a store in this folder. */
  static StoreSnapshots of(Path folder, long seed) throws IOException {
    var snapshots = new StoreSnapshots();
    System.setProperty(CHECKPOINT, "150000");
    try (var store = new SqliteEngine(folder).open()) {
      store.applyConfig(List.of(), Set.of("hook"), "", TODAY);
      for (int step = 0; step < STEPS; step++) {
        snapshots.step(store, new Random(seed + step), step);
        snapshots.take(folder);
      }
    } finally {
      System.clearProperty(CHECKPOINT);
    }
    return snapshots;
  }

  Snapshot get(int step) {
    return all.get(step);
  }

  boolean hasState(String state) {
    return all.stream().anyMatch(one -> one.state().equals(state));
  }

  private void step(Store store, Random random, int step) {
    var now = TODAY.plus(Duration.ofMinutes(step));
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      certificates.add(certificate("s" + step + "n" + i, Duration.ofDays(5)));
    }
    store
        .readings()
        .commit(
            ZONE_A,
            StoreFixture.complete(ZONE_A, certificates.toArray(Certificate[]::new)),
            StoreFixture.POLICY,
            now);
    compose(store, step, now);
    for (int i = 0; i < random.nextInt(3); i++) {
      store
          .outbox()
          .claim("hook", now)
          .ifPresent(delivery -> store.outbox().markDelivered(delivery, "ok", now));
    }
  }

  private static void compose(Store store, int step, Instant now) {
    var events = store.outbox().unseen("hook", 1_000);
    var drafts = new ArrayList<NewDelivery>();
    for (var event : events) {
      var id = step + "-" + event.position();
      drafts.add(
          new NewDelivery(id, id, "b".repeat(300), List.of(event.id()), Set.of(event.alertKey())));
    }
    store.outbox().enqueue("hook", events.getLast().position(), drafts, Map.of(), now);
  }

  private void take(Path folder) throws IOException {
    var file = folder.resolve("certvigil.db");
    var log = folder.resolve("certvigil.db-wal");
    all.add(new Snapshot(Files.readAllBytes(file), Files.readAllBytes(log), state(file)));
  }

  /** What a database contains of events, deliveries and alerts. */
  static String state(Path file) {
    try (var session = Sqlite.reader(file)) {
      var rows = new ArrayList<String>();
      for (var query :
          List.of(
              "SELECT id || position FROM event ORDER BY position",
              "SELECT id || state || attempt FROM delivery ORDER BY id",
              "SELECT key || state || updated_at FROM alert ORDER BY key",
              "SELECT name || mark FROM channel")) {
        rows.addAll(session.list(query, ResultRow::text));
      }
      return String.join("\n", rows);
    }
  }

  /** Events that no channel will send: each is marked as composed but has no delivery. */
  static List<String> lost(Path file) {
    try (var session = Sqlite.reader(file)) {
      return session.list(
          """
          SELECT id FROM event e WHERE position <= (SELECT mark FROM channel) AND NOT EXISTS
            (SELECT 1 FROM delivery_event x JOIN delivery d ON d.id = x.delivery
              WHERE x.position = e.position)
          UNION SELECT key FROM alert a WHERE NOT EXISTS
            (SELECT 1 FROM event e WHERE e.alert_key = a.key)
          """,
          ResultRow::text);
    }
  }
}
