package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.certvigil.web.server.PasswordChecks.Login;
import io.certvigil.web.server.Users.PasswordResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The order of password checks and what follows from failures, with a clock of the test. */
@Timeout(60)
class PasswordChecksTest {
  private final AtomicLong now = new AtomicLong();
  private final PasswordChecks checks = new PasswordChecks(now::get);
  private final ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final List<PasswordResult> results = Collections.synchronizedList(new ArrayList<>());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(LoginFailures.class);

  @BeforeEach
  void start() throws Exception {
    timer.start();
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() throws Exception {
    logger.detachAppender(log);
    timer.stop();
  }

  private void submit(String address, PasswordResult result) {
    submit(address, "user", result, new CountDownLatch(0));
  }

  private void submit(String address, String user, PasswordResult result, CountDownLatch gate) {
    checks.submit(
        new Login(
            address,
            user,
            () -> {
              await(gate);
              order.add(address);
              return result;
            },
            results::add,
            timer));
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Occupies every thread until the gate opens. */
  private CountDownLatch occupyThreads() {
    var gate = new CountDownLatch(1);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    for (int i = 0; i < threads; i++) {
      submit("occupied" + i, "user", PasswordResult.RIGHT, gate);
    }
    return gate;
  }

  private void awaitResults(int count) {
    org.awaitility.Awaitility.await().until(() -> results.size() == count);
  }

  private List<String> orderOfOthers() {
    return order.stream().filter(address -> !address.startsWith("occupied")).toList();
  }

  @Test
  void addresses_takeTurns_howeverManyChecksOneOfThemHas() {
    var gate = occupyThreads();
    int occupied = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    for (int guess = 0; guess < 30; guess++) {
      submit("guesser", PasswordResult.RIGHT);
    }
    submit("user", PasswordResult.RIGHT);

    gate.countDown();

    awaitResults(occupied + 31);
    assertThat(orderOfOthers().indexOf("user")).isLessThanOrEqualTo(occupied + 1);
  }

  /** A hundred guessers at a hundred addresses come after somebody who has not failed. */
  @Test
  void addressWithoutFailures_comesFirst() {
    for (int guesser = 0; guesser < 100; guesser++) {
      submit("guesser" + guesser, PasswordResult.WRONG);
    }
    awaitResults(100);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    var gate = occupyThreads();
    int occupied = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    order.clear();
    for (int guesser = 0; guesser < 100; guesser++) {
      submit("guesser" + guesser, PasswordResult.WRONG);
    }
    submit("user", PasswordResult.RIGHT);

    gate.countDown();

    awaitResults(100 + occupied + 101);
    assertThat(orderOfOthers().indexOf("user")).isLessThan(occupied);
    assertThat(checks.failures()).isEqualTo(200);
  }

  @Test
  void failures_delayTheNextCheck_andOnlyOfTheirAddress() {
    submit("guesser", PasswordResult.WRONG);
    awaitResults(1);

    submit("guesser", PasswordResult.RIGHT);
    submit("user", PasswordResult.RIGHT);

    awaitResults(2);
    assertThat(order).containsExactly("guesser", "user");
    now.addAndGet(Duration.ofMillis(100).toNanos());
    awaitResults(3);
  }

  @Test
  void tooManyChecksOfOneAddress_areBusy() {
    var gate = occupyThreads();
    for (int guess = 0; guess < 40; guess++) {
      submit("guesser", PasswordResult.RIGHT);
    }

    assertThat(results).hasSize(8).containsOnly(PasswordResult.BUSY);
    gate.countDown();
  }

  @Test
  void checkThatWaitedTooLong_isBusy() {
    var gate = occupyThreads();
    int occupied = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    submit("user", PasswordResult.RIGHT);
    now.addAndGet(Duration.ofSeconds(21).toNanos());

    gate.countDown();

    awaitResults(occupied + 1);
    assertThat(results).containsOnlyOnce(PasswordResult.BUSY);
    assertThat(orderOfOthers()).isEmpty();
  }

  /** Also those that wait for the end of a delay, which would hold up the stop of the server. */
  @Test
  void waitingChecks_areBusy_onceClosed() {
    submit("guesser", PasswordResult.WRONG);
    awaitResults(1);
    submit("guesser", PasswordResult.RIGHT);

    checks.close();

    assertThat(results).containsExactly(PasswordResult.WRONG, PasswordResult.BUSY);
    submit("user", PasswordResult.RIGHT);
    assertThat(results).hasSize(3).endsWith(PasswordResult.BUSY);
    assertThat(order).containsExactly("guesser");
  }

  @Test
  void failures_growTheDelay_upToFiveSeconds_andAreForgotten() {
    var failures = new LoginFailures(now::get);
    assertThat(failures.delayNanos("a")).isZero();
    var delays = new ArrayList<Duration>();
    for (int i = 0; i < 100; i++) {
      failures.add("a", "user");
      delays.add(Duration.ofNanos(failures.delayNanos("a")));
    }

    assertThat(delays)
        .startsWith(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400))
        .endsWith(Duration.ofSeconds(5));
    assertThat(failures.delayNanos("b")).isZero();
    now.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(failures.delayNanos("a")).isZero();
    now.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(failures.recent("a")).isZero();
  }

  @Test
  void log_hasOneLineAMinute_withAddress_cleanedName_andCount() {
    var failures = new LoginFailures(now::get);
    for (int i = 0; i < 50; i++) {
      failures.add("192.0.2.7", "al\nice\u202e" + "x".repeat(100));
    }
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    failures.add("192.0.2.7", "alice");

    assertThat(log.list).hasSize(2);
    assertThat(String.valueOf(log.list.getFirst().getKeyValuePairs()))
        .contains("from=\"192.0.2.7\"", "al ice", "failures=\"1\"")
        .doesNotContain("\n", "\u202e", "x".repeat(65));
    assertThat(String.valueOf(log.list.getLast().getKeyValuePairs()))
        .contains("user=\"alice\"", "failures=\"50\"");
    assertThat(log.list.getFirst().getLevel()).hasToString("WARN");
  }

  @Test
  void log_isLimited_forManyAddresses_andTheirNumberIsBounded() {
    var failures = new LoginFailures(now::get);
    for (int i = 0; i < 20_000; i++) {
      failures.add("address" + i, "user");
    }

    assertThat(log.list).hasSize(10);
    assertThat(failures.total()).isEqualTo(20_000);
    assertThat(failures.recent("address0")).isZero();
    assertThat(failures.recent("address19999")).isEqualTo(1);
  }
}
