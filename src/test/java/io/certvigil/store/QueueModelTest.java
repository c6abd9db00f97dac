package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.sqlite.Ballast;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.sqlite.Sqlite;
import io.certvigil.store.sqlite.StoreMeters;
import io.certvigil.store.view.DeliveryOperationResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the delivery queue of one channel with a simple model, over random operations. */
class QueueModelTest {
  private static final int STEPS = 250;
  private static final List<String> ALERTS = List.of("a", "b", "c", "d");
  private static final List<String> LANES = List.of("", "ann", "bob");

  @TempDir private Path folder = Path.of("");

  /** A delivery in the model. */
  private record ModelDelivery(String lane, Set<String> alerts, String state, Instant openedAt) {
    boolean open() {
      return state.equals("READY") || state.equals("SENDING");
    }

    boolean ready() {
      return state.equals("READY");
    }

    boolean sharesQueueWith(ModelDelivery other) {
      return lane.equals(other.lane) && !Collections.disjoint(alerts, other.alerts);
    }

    ModelDelivery withState(String state) {
      return new ModelDelivery(lane, alerts, state, openedAt);
    }

    ModelDelivery openedAt(Instant now) {
      return new ModelDelivery(lane, alerts, "READY", now);
    }
  }

  private final Map<Long, ModelDelivery> model = new TreeMap<>();
  private final Map<Long, Delivery> sending = new HashMap<>();
  private Instant now = TODAY;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomOperations_keepTheQueueConsistent(long seed) {
    var file = folder.resolve("certvigil.db");
    try (var store = new SqliteEngine(folder).open()) {
      store.applyConfig(List.of(), Set.of("hook"), "", TODAY);
      var end = TODAY.plus(Duration.ofDays(3650));
      store.silences().add(new Silence("s1", "", Matcher.ALL, TODAY, end, "ann", "why", TODAY));
    }
    var session = Sqlite.writer(file);
    session.execute("PRAGMA synchronous = OFF");
    try (var database = new Database(file, session, StoreMeters.none(), Ballast.forCommand(file))) {
      var random = new Random(seed);
      for (int step = 0; step < STEPS; step++) {
        now = now.plus(Duration.ofMinutes(10));
        step(database, new Outbox(database), random, step);
        database.scan("query", found -> verify(found));
      }
    }
  }

  private void step(Database database, Outbox outbox, Random random, int step) {
    long any = model.isEmpty() ? 0 : random.nextLong(model.size()) + 1;
    switch (random.nextInt(11)) {
      case 0, 1, 2, 3 -> enqueue(database, random, step);
      case 4, 5, 6 -> claim(outbox);
      case 7, 8 -> settle(outbox, random);
      case 9 -> replay(outbox, any);
      default -> close(outbox, any, random.nextBoolean());
    }
  }

  private void enqueue(Database database, Random random, int step) {
    var alerts = ALERTS.stream().filter(_ -> random.nextInt(3) == 0).collect(Collectors.toSet());
    var lane = LANES.get(random.nextInt(LANES.size()));
    var draft = new NewDelivery("m" + step, "n", "body", List.of(), alerts, lane);
    database.change(
        "compose", session -> DeliveryRows.insert(session, "hook", List.of(draft), now));
    model.put(model.size() + 1L, new ModelDelivery(lane, alerts, "READY", now));
  }

  private List<Long> claimable() {
    var claimable = new ArrayList<Long>();
    model.forEach(
        (id, row) -> {
          boolean first =
              model.entrySet().stream()
                  .filter(other -> !other.getKey().equals(id) && other.getValue().open())
                  .filter(other -> other.getValue().sharesQueueWith(row))
                  .noneMatch(other -> other.getKey() < id || !other.getValue().ready());
          if (row.ready() && first) {
            claimable.add(id);
          }
        });
    return claimable;
  }

  private void claim(Outbox outbox) {
    var expected = claimable();
    var claimed = outbox.claim("hook", now);
    assertThat(claimed.isPresent()).isEqualTo(!expected.isEmpty());
    claimed.ifPresent(
        delivery -> {
          assertThat(expected).contains(delivery.id());
          sending.put(delivery.id(), delivery);
          put(delivery.id(), "SENDING");
        });
  }

  private void put(long id, String state) {
    model.computeIfPresent(id, (_, row) -> row.withState(state));
  }

  private void settle(Outbox outbox, Random random) {
    if (sending.isEmpty()) {
      return;
    }
    var ids = new ArrayList<>(sending.keySet());
    var delivery = Objects.requireNonNull(sending.remove(ids.get(random.nextInt(ids.size()))));
    switch (random.nextInt(4)) {
      case 0 -> {
        outbox.markDelivered(delivery, null, now);
        put(delivery.id(), "DELIVERED");
      }
      case 1 -> {
        expire(outbox, delivery);
      }
      case 2 -> {
        outbox.replace(
            delivery,
            "r" + delivery.id() + "_" + delivery.attempt(),
            "less",
            FailedAttempts.failed("rejected"),
            now);
        put(delivery.id(), "READY");
      }
      default -> {
        outbox.reschedule(delivery, now, FailedAttempts.failed("timeout"), now);
        put(delivery.id(), "READY");
      }
    }
  }

  private void replay(Outbox outbox, long id) {
    var result = outbox.replay(id, "olga", now);
    var row = model.get(id);
    if (row == null) {
      assertThat(result).isEqualTo(DeliveryOperationResult.UNKNOWN);
    } else if (row.state().equals("SENDING")) {
      assertThat(result).isEqualTo(DeliveryOperationResult.BEING_SENT);
    } else {
      assertThat(result).isEqualTo(DeliveryOperationResult.DONE);
      model.put(id, row.open() ? row : row.openedAt(now));
    }
  }

  private void close(Outbox outbox, long id, boolean silenced) {
    var row = model.get(id);
    boolean ready = row != null && row.ready();
    if (silenced) {
      boolean done = outbox.suppress(id, "s1", now);
      assertThat(done && !ready).isFalse();
      put(id, done || row == null ? "SUPPRESSED" : row.state());
    } else {
      boolean done = outbox.discard(id, "ann", "noise", now) == DeliveryOperationResult.DONE;
      assertThat(done).isEqualTo(ready);
      put(id, done || row == null ? "DISCARDED" : row.state());
    }
  }

  /**
   * All deliveries older than eight hours expire with it; for eight hours one day with a failure is
   * enough.
   */
  private void expire(Outbox outbox, Delivery delivery) {
    var before = now.minus(Duration.ofHours(8));
    long closed = outbox.expire(delivery, before, "max_age", null, now);
    var aged =
        model.entrySet().stream()
            .filter(row -> row.getValue().ready() && row.getValue().openedAt().isBefore(before))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(closed).isEqualTo(1 + aged.size());
    put(delivery.id(), "EXPIRED");
    aged.forEach(id -> put(id, "EXPIRED"));
  }

  private void verify(Session session) {
    var states = new TreeMap<Long, String>();
    session.each("SELECT id, state FROM delivery", row -> states.put(row.number(), row.text()));
    assertThat(states)
        .isEqualTo(
            model.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, row -> row.getValue().state())));
    var heads = new TreeMap<String, Long>();
    session.each(
        "SELECT lane || '/' || alert_key, delivery FROM queue WHERE head = 1",
        row -> heads.put(row.text(), row.number()));
    assertThat(heads).isEqualTo(expectedHeads());
    assertThat(session.number("SELECT count(*) FROM queue"))
        .isEqualTo(
            model.values().stream()
                .filter(ModelDelivery::open)
                .mapToLong(r -> r.alerts().size())
                .sum());
    assertThat(
            session.list(
                "SELECT id FROM delivery d WHERE closed_at IS NULL AND blocked <> (SELECT count(*)"
                    + " FROM queue q WHERE q.delivery = d.id AND q.head = 0)",
                ResultRow::number))
        .as("blocked")
        .isEmpty();
    boolean waits = model.values().stream().anyMatch(ModelDelivery::ready);
    assertThat(waits && claimable().isEmpty() && sending.isEmpty()).as("stuck").isFalse();
  }

  private Map<String, Long> expectedHeads() {
    var heads = new TreeMap<String, Long>();
    model.forEach(
        (id, row) -> {
          if (row.open()) {
            row.alerts().forEach(alert -> heads.putIfAbsent(row.lane() + "/" + alert, id));
          }
        });
    model.forEach(
        (id, row) -> {
          if (row.state().equals("SENDING")) {
            row.alerts().forEach(alert -> heads.put(row.lane() + "/" + alert, id));
          }
        });
    return heads;
  }
}
