package io.certvigil.store;

import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.certificates;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.RequestKind;
import io.certvigil.store.view.StoredJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreConcurrencyTest extends StoreTestBase {
  private static final int ZONES = 8;
  private static final int ALERTS = 5;
  private static final List<Integer> DAYS_LEFT = List.of(50, 25, 13, 6, 2);

  /** Runs all tasks at once and waits for each; the first failure fails the test. */
  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> task : executor.invokeAll(tasks)) {
        task.get();
      }
    }
  }

  private void sweep(int zone) {
    var watched = StoreFixture.zone("z" + zone, "zone" + zone + ".example");
    for (int days : DAYS_LEFT) {
      var now = TODAY.plus(HOUR.multipliedBy(60 - days));
      commit(watched, now, certificates(ALERTS, Duration.ofDays(days)));
    }
  }

  /** Stores one delivery for each event, like a composer that races with another one. */
  private void compose(Store store) {
    var events = store.outbox().unseen("hook", 7);
    if (!events.isEmpty()) {
      var drafts =
          events.stream()
              .map(
                  e ->
                      new NewDelivery(
                          e.id(), e.id(), e.json(), List.of(e.id()), Set.of(e.alertKey())))
              .toList();
      store.outbox().enqueue("hook", events.getLast().position(), drafts, Map.of(), TODAY);
    }
  }

  @Test
  void everyEvent_isDeliveredOnceAndInOrder() throws Exception {
    store().applyConfig(List.of(), Set.of("hook"), "", TODAY);
    int expected = ZONES * ALERTS;
    var received = new ConcurrentLinkedQueue<String>();
    var sending = ConcurrentHashMap.<String>newKeySet();
    var tasks = new ArrayList<Callable<Void>>();
    IntStream.range(0, ZONES).forEach(zone -> tasks.add(task(() -> sweep(zone))));
    runAll(tasks);
    long events = store().outbox().backlog().getFirst().pending();
    assertThat(events).isGreaterThanOrEqualTo(expected);
    var couriers = new ArrayList<Callable<Void>>();
    for (int i = 0; i < 4; i++) {
      couriers.add(task(() -> courier(events, received, sending)));
    }
    runAll(couriers);

    assertThat(received).hasSize(Math.toIntExact(events)).doesNotHaveDuplicates();
    assertThat(store().outbox().backlog().getFirst().pending()).isZero();
    assertInOrder(received);
  }

  private void courier(long events, ConcurrentLinkedQueue<String> received, Set<String> sending) {
    while (received.size() < events) {
      compose(store());
      store()
          .outbox()
          .claim("hook", TODAY)
          .ifPresent(
              delivery -> {
                assertThat(sending.add(delivery.messageId())).isTrue();
                if (delivery.attempt() == 1 && delivery.id() % 5 == 0) {
                  sending.remove(delivery.messageId());
                  store()
                      .outbox()
                      .reschedule(delivery, TODAY, FailedAttempts.failed("http_5xx"), TODAY);
                } else {
                  received.add(delivery.body());
                  store().outbox().markDelivered(delivery, null, TODAY);
                }
              });
    }
  }

  /** The events of each alert must arrive in the order in which they occurred. */
  private static void assertInOrder(Iterable<String> bodies) {
    var seen = new HashMap<String, String>();
    for (var body : bodies) {
      var event = StoredJson.gson().fromJson(body, JsonObject.class);
      var key = event.getAsJsonObject("alert").get("key").getAsString();
      var moment = event.get("occurred_at").getAsString();
      assertThat(moment).isGreaterThanOrEqualTo(seen.getOrDefault(key, ""));
      seen.put(key, moment);
    }
  }

  @Test
  void commands_writeWhileTheDaemonWrites() throws Exception {
    try (var command = engine().openForCommand()) {
      var tasks = new ArrayList<Callable<Void>>();
      IntStream.range(0, 4).forEach(zone -> tasks.add(task(() -> sweep(zone))));
      for (int i = 0; i < 4; i++) {
        tasks.add(task(() -> command.requests().requestSweep("olga", TODAY)));
        tasks.add(task(() -> command.inventory().list(CertificateFilter.ALL, TODAY, _ -> {})));
      }

      runAll(tasks);

      assertThat(store().requests().pending()).hasSize(4);
    }
  }

  @Test
  void writeOfACommand_changesTheDataVersion() {
    try (var command = engine().openForCommand()) {
      long before = store().dataVersion();
      store().checkWritable();
      assertThat(store().dataVersion()).isEqualTo(before);

      var request = command.requests().requestSweep("olga", TODAY);

      assertThat(store().dataVersion()).isNotEqualTo(before);
      assertThat(store().requests().pending())
          .containsExactly(new Requests.Pending(request, RequestKind.SWEEP, "olga"));
    }
  }

  @Test
  void request_isStartedThenFinished() {
    try (var command = engine().openForCommand()) {
      var request = command.requests().requestSweep("olga", TODAY);

      store().requests().markTaken(request, TODAY);
      assertThat(store().requests().pending()).isEmpty();
      assertThat(command.requests().summary(request)).isEmpty();
      store().requests().markFinished(request, "3 scopes", TODAY);

      assertThat(command.requests().summary(request)).isPresent();
      assertThat(command.requests().summary(request)).contains("3 scopes");
    }
  }

  private static Callable<Void> task(Runnable run) {
    return Executors.callable(run, (Void) null);
  }
}
