package io.certvigil.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells an Alertmanager of alerts, in one of two ways. Either each until it says once that it has
 * it, and never again; or as Prometheus does: each at once, and all that fires again after a while,
 * whatever was answered.
 */
final class AlertmanagerClient implements AutoCloseable {
  /** As Prometheus. */
  private static final int BATCH = 64;

  /** So long an alert fires where it is told again. */
  private static final Duration FIRING_TIME = Duration.ofMinutes(5);

  private static final Duration FIRING_TIME_WITHOUT_REPEAT = Duration.ofDays(1);
  private static final Duration TICK = Duration.ofMillis(20);

  private final AlertmanagerProcess alertmanager;
  private final Duration repeatInterval;
  private final InstantSource clock;
  private final Map<String, Alert> firing = new ConcurrentHashMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  private record Alert(String id, Instant since, Instant due) {}

  /**
   * @param again zero: each is told until it is accepted
   */
  AlertmanagerClient(AlertmanagerProcess peer, Duration again, InstantSource clock) {
    this.alertmanager = peer;
    this.repeatInterval = again;
    this.clock = clock;
    thread = Thread.ofVirtual().start(this::send);
  }

  void alert(String id) {
    var now = clock.instant();
    firing.put(id, new Alert(id, now, now));
  }

  /** Which ones it said it has. */
  Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  /** Whether each was accepted once. */
  boolean allAccepted() {
    return accepted.containsAll(firing.keySet());
  }

  private void send() {
    try {
      while (!Thread.interrupted()) {
        var now = clock.instant();
        var due = firing.values().stream().filter(alert -> !alert.due().isAfter(now)).toList();
        for (int from = 0; from < due.size(); from += BATCH) {
          send(due.subList(from, Math.min(due.size(), from + BATCH)), now);
        }
        TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void send(List<Alert> batch, Instant now) throws InterruptedException {
    var bodies = new ArrayList<Map<String, Object>>();
    batch.forEach(alert -> bodies.add(body(alert, now)));
    boolean taken = alertmanager.post(bodies);
    for (var alert : batch) {
      if (taken) {
        accepted.add(alert.id());
      }
      if (repeatInterval.isZero() ? taken : now.isAfter(alert.since().plus(FIRING_TIME))) {
        firing.remove(alert.id());
      } else {
        firing.put(alert.id(), new Alert(alert.id(), alert.since(), now.plus(repeatInterval)));
      }
    }
  }

  private Map<String, Object> body(Alert alert, Instant now) {
    var end =
        now.plus(
            repeatInterval.isZero() ? FIRING_TIME_WITHOUT_REPEAT : repeatInterval.multipliedBy(4));
    return Map.of(
        "labels", Map.of("alertname", "CertificateExpires", "device", alert.id()),
        "annotations", Map.of("summary", alert.id() + ".example.com expires in 13 d 21 h"),
        "startsAt", alert.since().toString(),
        "endsAt", end.toString());
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
