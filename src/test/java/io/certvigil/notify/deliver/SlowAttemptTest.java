package io.certvigil.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.Outcome;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an attempt that takes minutes holds back nothing else. */
@Timeout(60)
class SlowAttemptTest {
  private final NotifyFixture fixture;
  private final SlowReceiver slow = new SlowReceiver();
  private final SlowReceiver other = new SlowReceiver();
  private final Courier courier;

  /** Answers a message that begins with "slow" when the test says so, or when it is closed. */
  private static final class SlowReceiver implements Channel {
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final CountDownLatch answers = new CountDownLatch(1);

    @Override
    public List<NewDelivery> compose(EventBatch batch) {
      return List.of();
    }

    @Override
    public Outcome send(Delivery delivery, Instant now) {
      sent.add(delivery.body());
      if (delivery.body().startsWith("slow")) {
        try {
          answers.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return new Outcome.Delivered("");
    }

    @Override
    public Optional<FallbackMessage> fallback(Delivery refused) {
      return Optional.empty();
    }

    @Override
    public void close() {
      answers.countDown();
    }
  }

  SlowAttemptTest(@TempDir Path folder) {
    fixture = new NotifyFixture(folder);
    fixture.configureChannels("slow", "other");
    courier =
        new Courier(
            new Channels(Map.of("slow", slow, "other", other)),
            fixture.store.outbox(),
            fixture.now::get,
            new SimpleMeterRegistry(),
            () -> 0.5);
    fixture.put("slow", "m1", "slow 1", "a1");
    courier.dispatch();
    await().until(() -> slow.sent.equals(List.of("slow 1")));
  }

  @AfterEach
  void close() {
    courier.close();
    fixture.close();
  }

  @Test
  void otherChannels_goOn() {
    fixture.put("other", "m2", "quick", "a1");

    assertThat(courier.deliver()).isEqualTo(1);

    assertThat(other.sent).containsExactly("quick");
  }

  @Test
  void sameChannel_goesOnAfterTwentySeconds() {
    fixture.put("slow", "m2", "slow 2", "a2");
    fixture.put("slow", "m3", "quick", "a3");
    fixture.advance(RunningAttempts.SLOW.minusSeconds(1));
    assertThat(courier.deliver()).isZero();

    fixture.advance(Duration.ofSeconds(1));
    courier.dispatch();
    await().until(() -> slow.sent.size() == 2);
    assertThat(courier.deliver()).as("the second is not slow yet").isZero();
    fixture.advance(RunningAttempts.SLOW);

    assertThat(courier.deliver()).isEqualTo(1);
    assertThat(slow.sent).containsExactly("slow 1", "slow 2", "quick");
    assertThat(fixture.states()).containsExactly("sending", "sending", "delivered");
  }

  @Test
  void laterMessageOfTheSameAlert_waits() {
    fixture.put("slow", "m2", "quick", "a1");
    fixture.advance(Duration.ofMinutes(5));

    assertThat(courier.deliver()).isZero();
  }

  @Test
  void attemptsInFlight_areLimited() {
    for (int n = 2; n <= 40; n++) {
      fixture.put("slow", "m" + n, "slow " + n, "a" + n);
    }
    for (int n = 2; n <= 16; n++) {
      int expected = n;
      fixture.advance(RunningAttempts.SLOW);
      courier.dispatch();
      await().until(() -> slow.sent.size() == expected);
    }
    fixture.advance(RunningAttempts.SLOW);

    assertThat(courier.deliver()).isZero();
    assertThat(slow.sent).hasSize(16);
  }

  @Test
  void stop_completesWhatIsInFlight() {
    fixture.put("slow", "m2", "slow 2", "a2");
    fixture.advance(RunningAttempts.SLOW);
    courier.dispatch();
    await().until(() -> slow.sent.size() == 2);
    courier.stop();
    assertThat(courier.isFinished()).isFalse();

    slow.answers.countDown();

    await().until(courier::isFinished);
    assertThat(fixture.states()).containsExactly("delivered", "delivered");
  }
}
