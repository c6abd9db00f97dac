package io.certvigil.notify.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.certvigil.model.Secret;
import io.certvigil.net.NameResolver;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.NotifySettings;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeartbeatTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final ByteReceiver receiver = new ByteReceiver(ByteReceiver.status(200));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile Optional<String> unhealthyReason = Optional.empty();
  private final Heartbeat heartbeat = heartbeat(receiver.url(), () -> unhealthyReason);

  @AfterEach
  void close() {
    heartbeat.close();
    receiver.close();
  }

  private Heartbeat heartbeat(String url, Supplier<Optional<String>> unhealthyReason) {
    return new Heartbeat(
        new NotifySettings.Heartbeat(new Secret(url), EVERY),
        "1.2.3",
        unhealthyReason,
        meters,
        Duration.ofSeconds(2),
        new Scrubber(),
        new NameResolver());
  }

  @Test
  void heartbeat_isSentOnceInEachInterval() {
    sendIfDue(NOON);
    sendIfDue(NOON.plusSeconds(299));
    assertThat(receiver.requests()).hasSize(1);

    sendIfDue(NOON.plusSeconds(300));

    assertThat(receiver.requests()).hasSize(2);
    assertThat(receiver.requests().getFirst().body()).isEmpty();
    assertThat(receiver.requests().getFirst().header("user-agent")).isEqualTo("certvigil/1.2.3");
  }

  @Test
  void nothing_whileUnhealthy_andAtOnceWhenHealthyAgain() {
    unhealthyReason = Optional.of("the store cannot be written");
    sendIfDue(NOON);
    sendIfDue(NOON.plusSeconds(600));
    assertThat(receiver.requests()).isEmpty();

    unhealthyReason = Optional.empty();
    sendIfDue(NOON.plusSeconds(601));

    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void heartbeat_isSentAgain_afterAnExceptionInTheHealthCheck() {
    var calls = new AtomicInteger();
    try (var other =
        heartbeat(
            receiver.url(),
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("health check failed");
              }
              return Optional.empty();
            })) {
      assertThatThrownBy(() -> other.sendIfDue(NOON)).hasMessage("health check failed");

      other.sendIfDue(NOON.plusSeconds(1));

      await().until(() -> receiver.requests().size() == 1);
    }
  }

  @Test
  void failed_isTriedAgain_withinTheInterval() {
    receiver.behave(ByteReceiver.status(503));
    sendIfDue(NOON);
    sendIfDue(NOON.plusSeconds(29));
    assertThat(receiver.requests()).hasSize(1);

    receiver.behave(ByteReceiver.status(200));
    sendIfDue(NOON.plusSeconds(30));
    sendIfDue(NOON.plusSeconds(60));

    assertThat(receiver.requests()).hasSize(2);
    assertThat(count("certvigil.heartbeats")).isEqualTo(2);
    assertThat(meters.counter("certvigil.heartbeat.failures", "reason", "http_5xx").count())
        .isEqualTo(1);
  }

  @Test
  void hangingReceiver_doesNotBlock() {
    receiver.behave((request, connection, out) -> connection.getInputStream().readAllBytes());

    heartbeat.sendIfDue(NOON);
    heartbeat.sendIfDue(NOON.plus(EVERY));

    await().until(heartbeat::idle);
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void clockSetBack_stopsNothing() {
    sendIfDue(NOON);

    sendIfDue(NOON.minus(Duration.ofDays(365)));

    assertThat(receiver.requests()).hasSize(2);
  }

  @Test
  void malformedUrl_isNotInTheErrorMessage() {
    assertThatThrownBy(() -> heartbeat("top-secret", Optional::empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heartbeat.url: not a URL");
  }

  private double count(String name) {
    return meters.counter(name).count();
  }

  private void sendIfDue(Instant at) {
    heartbeat.sendIfDue(at);
    await().until(heartbeat::idle);
  }
}
