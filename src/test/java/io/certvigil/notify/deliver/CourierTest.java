package io.certvigil.notify.deliver;

import static io.certvigil.notify.TestEvents.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.webhook.WebhookBody;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.failure.StoreException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class CourierTest {
  private static final Instant START = NotifyFixture.TODAY;

  private final Path folder;
  private final NotifyFixture outbox;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ByteReceiver hook = new ByteReceiver(ByteReceiver.status(200));
  private final ByteReceiver other = new ByteReceiver(ByteReceiver.status(200));
  private final List<Courier> couriers = new ArrayList<>();
  private final Courier courier;

  CourierTest(@TempDir Path folder) {
    this.folder = folder;
    outbox = new NotifyFixture(folder);
    outbox.configureChannels("hook", "other");
    courier = newCourier();
  }

  @AfterEach
  void close() {
    couriers.forEach(Courier::close);
    outbox.close();
    hook.close();
    other.close();
  }

  @Test
  void delivered_whenAcknowledged() {
    put("hook", 3);

    assertThat(courier.deliver()).isEqualTo(3);

    assertThat(outbox.states()).containsOnly("delivered");
    assertThat(hook.ids()).containsExactlyInAnyOrder("ntf_1", "ntf_2", "ntf_3");
  }

  @Test
  void rejectedMessage_isRetried_whenThereIsNoFallback() {
    hook.behave(ByteReceiver.status(400));
    put("hook", 1); // not a webhook body, so no fallback can be composed
    for (int times = 0; times < Backoff.MAX_REJECTIONS; times++) {
      courier.deliver();
      advance(Duration.ofMinutes(30));
    }
    assertThat(outbox.states()).containsExactly("ready");

    hook.behave(ByteReceiver.status(200));
    advance(Duration.ofHours(2));
    courier.deliver();

    assertThat(outbox.states()).containsExactly("delivered");
  }

  @Test
  void retry_hasTheSameIdAndBytes_andItsOwnSignature() {
    hook.behave(failing(2, 503));
    outbox.put("hook", "ntf_1", "{\"é\":\"\u202e\"}", "alert");

    courier.deliver();
    advance(Duration.ofSeconds(6));
    courier.deliver();

    assertThat(hook.requests()).hasSize(3);
    assertThat(hook.requests()).extracting(ByteReceiver.ReceivedRequest::id).containsOnly("ntf_1");
    assertThat(hook.requests())
        .extracting(ByteReceiver.ReceivedRequest::body)
        .containsOnly("{\"é\":\"\u202e\"}");
    assertThat(hook.requests().get(0).header("webhook-signature"))
        .isNotEqualTo(hook.requests().get(2).header("webhook-signature"));
    assertThat(outbox.states()).containsExactly("delivered");
  }

  @Test
  void retries_growToHourly() {
    hook.behave(ByteReceiver.status(500));
    put("hook", 1);

    var attempts = attemptsWithin(Duration.ofHours(4));

    // a second is added so that another message can be the next probe
    assertThat(attempts)
        .containsExactly(0L, 0L, 6L, 37L, 158L, 459L, 1360L, 3161L, 6762L, 10363L, 13964L);
  }

  @Test
  void channel_pauses_whenItIsDown_andProbesOneAtATime() {
    hook.behave(ByteReceiver.status(503));
    put("hook", 100);

    assertThat(courier.deliver()).isEqualTo(2);
    assertThat(courier.deliver()).isZero();

    advance(Duration.ofMillis(4_999));
    assertThat(courier.deliver()).isZero();
    advance(Duration.ofMillis(1));
    assertThat(courier.deliver()).isEqualTo(1);
    assertThat(hook.mostInFlight()).isEqualTo(1);
  }

  @Test
  void everything_isSent_afterTheProbeSucceeds() {
    hook.behave(ByteReceiver.status(503));
    put("hook", 100);
    courier.deliver();
    hook.behave(ByteReceiver.status(200));

    advance(Duration.ofSeconds(6));
    courier.deliver();

    assertThat(outbox.states()).containsOnly("delivered");
  }

  @Test
  void oneFailingMessage_doesNotDelayTheOthers() {
    hook.behave(answering("ntf_1", 500));
    put("hook", 20);

    courier.deliver();
    advance(Duration.ofSeconds(5));
    courier.deliver();

    assertThat(outbox.states().subList(1, 20)).containsOnly("delivered");
    assertThat(outbox.states().getFirst()).isEqualTo("ready");
  }

  @Test
  void otherChannels_continue_whileOneHangs() {
    var release = new CountDownLatch(1);
    hook.behave((request, connection, out) -> answerAfter(release, out));
    put("hook", 1);
    put("other", 20);

    var delivering = CompletableFuture.supplyAsync(courier::deliver);
    await().until(() -> other.requests().size() == 20 && hook.requests().size() == 1);
    var late = new AtomicInteger();
    await()
        .until(
            () -> {
              outbox.put("other", "ntf_late" + late.incrementAndGet(), "{}", "late" + late);
              return courier.deliver() > 0; // 0 while the first call still delivers there
            });
    boolean stillHanging = !delivering.isDone();
    release.countDown();

    assertThat(stillHanging).isTrue();
    assertThat(delivering.join()).isGreaterThanOrEqualTo(21);
  }

  @Test
  void fewAreInFlight() {
    hook.behave(
        (request, connection, out) -> {
          LockSupport.parkNanos(5_000_000);
          ByteReceiver.write(out, 200, "", "");
        });
    put("hook", 60);

    courier.deliver();

    assertThat(hook.mostInFlight()).isBetween(2, 4);
  }

  @Test
  void order_isKeptForEachAlert_whenAcknowledgementsAreLost() {
    var random = new Random(7);
    hook.behave(
        (request, connection, out) -> {
          boolean lost;
          synchronized (random) {
            lost = random.nextInt(100) < 20;
          }
          if (lost) {
            connection.close();
          } else {
            ByteReceiver.write(out, 200, "", "");
          }
        });
    for (int n = 1; n <= 100; n++) {
      outbox.put("hook", "ntf_" + n, "{}", "alert" + n % 7);
    }

    attemptsWithin(Duration.ofHours(2), 5);

    assertThat(outbox.states()).containsOnly("delivered");
    var last = new HashMap<Integer, Integer>();
    for (var id : hook.ids()) {
      int n = Integer.parseInt(id.substring(4));
      assertThat(n).isGreaterThanOrEqualTo(last.getOrDefault(n % 7, 0));
      last.put(n % 7, n);
    }
  }

  @Test
  void rejectedMessage_isReplacedByAFallback_afterTheThirdTime() {
    var body =
        WebhookBody.newDeliveries(TestEvents.eventBatch(TestEvents.serialized(TestEvents.event(1))))
            .getFirst();
    outbox.put("hook", body);
    hook.behave(answering(body.id(), 413));

    var attempts = attemptsWithin(Duration.ofHours(2));

    assertThat(attempts).hasSize(4).allMatch(second -> second < 3600);
    assertThat(outbox.states()).containsExactly("delivered");
    assertThat(hook.requests().getLast().body()).contains("\"replaces\":\"" + body.id() + "\"");
  }

  @Test
  void rejectedMessage_delaysNoOther() {
    hook.behave(answering("ntf_1", 400));
    put("hook", 10);

    courier.deliver();

    assertThat(outbox.states().subList(1, 10)).containsOnly("delivered");
    outbox.put("hook", "ntf_new", "{}", "new");
    assertThat(courier.deliver()).isEqualTo(1);
  }

  @Test
  void refusalOfEverything_isTriedAsAnOutageIs() {
    hook.behave(ByteReceiver.status(401));
    put("hook", 1);

    var attempts = attemptsWithin(Duration.ofHours(4));

    assertThat(attempts)
        .containsExactly(0L, 0L, 6L, 37L, 158L, 459L, 1360L, 3161L, 6762L, 10363L, 13964L);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 404, 405, 409, 410, 500})
  void oneBadAnswer_costsNothing(int status) {
    hook.behave(failing(1, status));
    put("hook", 10);

    courier.deliver();

    assertThat(outbox.states()).containsOnly("delivered");
  }

  @ParameterizedTest
  @CsvSource({"302, 20", "403, 20", "404, 20", "409, 20", "404, 120", "403, 600", "409, 1800"})
  void shortOutage_delaysNotMuchLongerThanItLasts(int status, long seconds) {
    hook.behave(ByteReceiver.status(status));
    put("hook", 10);
    attemptsWithin(Duration.ofSeconds(seconds));
    hook.behave(ByteReceiver.status(200));

    attemptsWithin(Duration.ofSeconds(seconds + seconds / 2));

    assertThat(outbox.states()).containsOnly("delivered");
  }

  @Test
  void correctedConfig_sendsAtOnce_alsoWhatFailedForHours() {
    hook.behave(ByteReceiver.status(401));
    put("hook", 10);
    attemptsWithin(Duration.ofHours(5), 30);
    hook.behave(ByteReceiver.status(200));

    newCourier().deliver();

    assertThat(outbox.states()).containsOnly("delivered");
  }

  @Test
  void replay_endsThePause() {
    hook.behave(ByteReceiver.status(503));
    put("hook", 10);
    attemptsWithin(Duration.ofHours(5), 30);
    hook.behave(ByteReceiver.status(200));

    outbox.store.outbox().replay(1, "olga", outbox.now.get());
    courier.deliver();

    assertThat(outbox.states()).startsWith("delivered");
  }

  @Test
  void correctedConfig_sendsAtOnce() {
    hook.behave(ByteReceiver.status(401));
    put("hook", 10);
    courier.deliver();
    hook.behave(ByteReceiver.status(200));

    newCourier().deliver();

    assertThat(outbox.states()).containsOnly("delivered");
  }

  @Test
  void retryAfter_isFollowed() {
    hook.behave(failing(1, 429, "Retry-After: 120\r\n"));
    put("hook", 1);

    assertThat(attemptsWithin(Duration.ofMinutes(5))).hasSize(2).last().isEqualTo(121L);
  }

  @Test
  void givenUp_atTheMaximumAge_withAllDeliveriesAsOld() {
    hook.behave(ByteReceiver.status(503));
    put("hook", 5);
    for (int day = 0; day < 7; day++) {
      courier.deliver();
      advance(Duration.ofDays(1));
    }
    advance(Duration.ofSeconds(1));
    outbox.put("hook", "ntf_young", "{}", "young");

    assertThat(courier.deliver()).isEqualTo(1);

    assertThat(outbox.states())
        .containsExactly("expired", "expired", "expired", "expired", "expired", "ready");
  }

  @Test
  void oldDelivery_isDelivered_whenTheReceiverWorks() {
    put("hook", 5);
    outbox.now.set(START.plus(Duration.ofDays(3650)));

    courier.deliver();

    assertThat(outbox.states()).containsOnly("delivered");
  }

  @Test
  void pause_ends_whenTheClockJumpsBack() {
    hook.behave(ByteReceiver.status(503));
    put("hook", 1);
    courier.deliver();
    hook.behave(ByteReceiver.status(200));
    outbox.now.set(START.minus(Duration.ofDays(3650)));
    outbox.put("hook", "ntf_2", "{}", "new");

    courier.deliver();

    assertThat(outbox.states()).last().isEqualTo("delivered");
  }

  @Test
  void settlement_isRepeated_beforeAnythingElseIsClaimed() throws SQLException {
    put("hook", 3);
    execute(
        "CREATE TRIGGER full BEFORE UPDATE ON delivery WHEN new.state = 'DELIVERED'"
            + " BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    assertThatThrownBy(courier::deliver).isInstanceOf(StoreException.class);
    assertThatThrownBy(courier::deliver).isInstanceOf(StoreException.class);
    assertThat(hook.requests()).hasSize(1);

    execute("DROP TRIGGER full");
    courier.deliver();

    assertThat(outbox.states()).containsOnly("delivered");
    assertThat(hook.requests()).hasSize(3);
  }

  @Test
  void close_waitsForAttempts_andClaimsNothingMore() {
    var release = new CountDownLatch(1);
    hook.behave((request, connection, out) -> answerAfter(release, out));
    put("hook", 5);
    var delivering = CompletableFuture.supplyAsync(courier::deliver);
    await().until(() -> hook.requests().size() == 1);

    var closing = Thread.ofPlatform().start(courier::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    release.countDown();

    assertThat(delivering.join()).isEqualTo(1);
    assertThat(outbox.states()).containsExactly("delivered", "ready", "ready", "ready", "ready");
  }

  @Test
  void close_abortsHangingAttempts_whichAreRetried() {
    hook.behave((request, connection, out) -> connection.getInputStream().readAllBytes());
    put("hook", 2);
    var delivering = CompletableFuture.supplyAsync(courier::deliver);
    await().until(() -> hook.requests().size() == 1);
    long start = System.nanoTime();

    courier.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(delivering.join()).isEqualTo(1);
    assertThat(outbox.states()).containsExactly("ready", "ready");
    assertThat(courier.deliver()).isZero();
  }

  @Test
  void reload_exportsTheNewCourier_andRemovesTheOld() {
    put("hook", 1);
    hook.behave(ByteReceiver.status(503));
    var next = newCourier();
    next.deliver();

    courier.close();

    assertThat(registry.scrape()).contains("certvigil_notifications_pending{channel=\"hook\"} 1.0");
    next.close();
    assertThat(registry.scrape()).doesNotContain("certvigil_notifications_pending");
  }

  @Test
  void series_existFromTheStart() {
    assertThat(registry.scrape())
        .contains("certvigil_notifications_total{channel=\"hook\"} 0.0")
        .contains("certvigil_notification_failures_total{channel=\"hook\",reason=\"tls\"} 0.0")
        .contains("certvigil_notifications_pending{channel=\"other\"} 0.0")
        .doesNotContain("oldest_pending", "last_success");
  }

  @Test
  void attempts_areCounted() {
    hook.behave(failing(1, 503));
    put("hook", 2);

    courier.deliver();

    assertThat(registry.scrape())
        .contains("certvigil_notifications_total{channel=\"hook\"} 3.0")
        .contains(
            "certvigil_notification_failures_total{channel=\"hook\",reason=\"http_5xx\"} 1.0");
  }

  @Test
  void log_hasEachChangeOnce_andNoSecret() {
    var log = (Logger) LoggerFactory.getLogger(Courier.class.getPackageName());
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    var level = log.getLevel();
    log.setLevel(Level.DEBUG);
    hook.behave(ByteReceiver.status(403));
    put("hook", 3);

    courier.deliver();
    attemptsWithin(Duration.ofHours(5), 60);
    hook.behave(ByteReceiver.status(200));
    attemptsWithin(Duration.ofHours(2), 60);

    log.detachAppender(lines);
    log.setLevel(level);
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("channel is failing", "channel recovered");
    assertThat(lines.list)
        .noneMatch(
            line -> (line.getFormattedMessage() + line.getKeyValuePairs()).contains("secret"));
  }

  private Courier newCourier() {
    var urls = Map.of("hook", hook.url(), "other", other.url());
    var made =
        new Courier(
            ConfiguredChannels.of(
                TestEvents.settings(urls, SECRET), "1.2.3", Duration.ofSeconds(20), new Scrubber()),
            outbox.store.outbox(),
            outbox.now::get,
            registry,
            () -> 0.5);
    couriers.add(made);
    return made;
  }

  private void put(String channel, int count) {
    IntStream.rangeClosed(1, count)
        .forEach(n -> outbox.put(channel, "ntf_" + n, "{\"n\":" + n + "}", channel + n));
  }

  private void advance(Duration time) {
    outbox.advance(time);
  }

  /** The time of each attempt, in seconds from now. */
  private List<Long> attemptsWithin(Duration time) {
    return attemptsWithin(time, 1);
  }

  private List<Long> attemptsWithin(Duration time, int every) {
    var attempts = new ArrayList<Long>();
    for (long second = 0; second <= time.toSeconds(); second += every) {
      int made = courier.deliver();
      attempts.addAll(Collections.nCopies(made, second));
      advance(Duration.ofSeconds(every));
    }
    return attempts;
  }

  private void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("certvigil.db"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static ByteReceiver.Behaviour failing(int times, int status, String... headers) {
    var left = new AtomicInteger(times);
    return (request, connection, out) ->
        ByteReceiver.status(left.getAndDecrement() > 0 ? status : 200, headers)
            .answer(request, connection, out);
  }

  /** Answers the message with this id with a status, and all others with 200. */
  private static ByteReceiver.Behaviour answering(String id, int status) {
    return (request, connection, out) ->
        ByteReceiver.write(out, request.id().equals(id) ? status : 200, "", "");
  }

  private static void answerAfter(CountDownLatch latch, OutputStream out) throws IOException {
    try {
      latch.await();
      ByteReceiver.write(out, 200, "", "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
