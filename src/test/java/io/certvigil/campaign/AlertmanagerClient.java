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
 * Sends alerts to an Alertmanager, in one of two ways. Either each alert until it is accepted once,
 * and not again; or like Prometheus: each alert at once, and all firing alerts again at an
 * interval, whatever the response was.
 */
final class AlertmanagerClient implements AutoCloseable {
  /** The batch size of Prometheus. */
  private static final int BATCH = 64;

  /** How long an alert fires if it is sent repeatedly. */
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
   * @param repeatInterval the interval after which an alert is sent again; zero to send each alert
   *     until it is accepted
   */
  AlertmanagerClient(
      AlertmanagerProcess alertmanager, Duration repeatInterval, InstantSource clock) {
    this.alertmanager = alertmanager;
    this.repeatInterval = repeatInterval;
    this.clock = clock;
    thread = Thread.ofVirtual().start(this::send);
  }

  void alert(String id) {
    var now = clock.instant();
    firing.put(id, new Alert(id, now, now));
  }

  /** The ids of the accepted alerts. */
  Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  /** Whether every alert was accepted. */
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
    boolean ok = alertmanager.post(bodies);
    for (var alert : batch) {
      if (ok) {
        accepted.add(alert.id());
      }
      if (repeatInterval.isZero() ? ok : now.isAfter(alert.since().plus(FIRING_TIME))) {
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
