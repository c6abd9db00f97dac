package io.certvigil.notify.email;

import static io.certvigil.net.SocketFault.drop;
import static io.certvigil.net.SocketFault.hang;
import static io.certvigil.notify.ScriptedMailServer.reply;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.net.SocketFault;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.Smtp.Tls;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.ScriptedMailServer;
import io.certvigil.notify.ScriptedMailServer.SmtpStep;
import io.certvigil.redaction.Scrubber;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the time limits of each phase, with alarms that go off by hand. */
@Timeout(60)
class SmtpPhasesTest {
  private static final String SMALL = "Subject: a\r\n\r\ntext\r\n";
  private static final Duration TWO = Duration.ofMinutes(2);
  private static final Duration THREE = Duration.ofMinutes(3);
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration TEN = Duration.ofMinutes(10);
  private static final Duration WHOLE = Duration.ofMinutes(30);

  private final HandAlarm alarm = new HandAlarm();

  @Test
  void everyPhase_hasTheLimitOfTheProtocol() throws Exception {
    try (var server = new ScriptedMailServer()) {
      assertThat(start(server, SMALL).get()).isInstanceOf(Delivered.class);
    }

    // The attempt; connecting up to RCPT; DATA; the whole message; its blocks; the final dot.
    assertThat(alarm.times()).containsExactly(WHOLE, FIVE, TWO, TEN, THREE, TEN);
    assertThat(alarm.pending()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = SmtpStep.class,
      names = {"BANNER", "EHLO", "MAIL", "RCPT", "DATA", "DOT"})
  void slowAnswer_isWaitedFor(SmtpStep step) throws Exception {
    var reached = new CountDownLatch(1);
    var answers = new CountDownLatch(1);
    try (var server = new ScriptedMailServer(step, slow(step, reached, answers))) {
      var attempt = start(server, SMALL);
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(attempt.isDone()).isFalse();

      answers.countDown();

      if (step != SmtpStep.DATA) { // the scripted server goes no further than that
        assertThat(attempt.get()).isInstanceOf(Delivered.class);
      }
    }
  }

  private static SocketFault slow(SmtpStep step, CountDownLatch reached, CountDownLatch answers) {
    SocketFault waiting =
        (connection, out) -> {
          reached.countDown();
          awaitUninterruptibly(answers);
        };
    return waiting.then(
        reply(
            switch (step) {
              case BANNER -> "220 at last";
              case DATA -> "354 go on";
              default -> "250 at last";
            }));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SmtpStep.class,
      names = {"BANNER", "EHLO", "MAIL", "RCPT", "DATA"})
  void silenceBeforeTheDot_isATimeout(SmtpStep step) throws Exception {
    var reached = new CountDownLatch(1);
    SocketFault arrival = (connection, out) -> reached.countDown();
    try (var server = new ScriptedMailServer(step, arrival.then(hang()))) {
      var attempt = start(server, SMALL);
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

      alarm.passes(step == SmtpStep.DATA ? TWO : FIVE);

      assertThat(attempt.get())
          .isInstanceOfSatisfying(
              TryLater.class, later -> assertThat(later.reason()).isEqualTo(Reason.TIMEOUT));
    }
  }

  @Test
  void silenceAfterTheDot_isAmbiguous() throws Exception {
    var reached = new CountDownLatch(1);
    SocketFault arrival = (connection, out) -> reached.countDown();
    try (var server = new ScriptedMailServer(SmtpStep.DOT, arrival.then(hang()))) {
      var attempt = start(server, SMALL);
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

      alarm.passes(TEN);

      assertThat(attempt.get()).isEqualTo(ambiguous());
    }
  }

  /** A server that dies while it scans may have queued the message. */
  @Test
  void hangUpAfterTheDot_isAmbiguous() throws Exception {
    try (var server = new ScriptedMailServer(SmtpStep.DOT, drop())) {
      assertThat(start(server, SMALL).get()).isEqualTo(ambiguous());
    }
  }

  @Test
  void stopOfTheDaemonAfterTheDot_isAmbiguous() throws Exception {
    var reached = new CountDownLatch(1);
    SocketFault arrival = (connection, out) -> reached.countDown();
    try (var server = new ScriptedMailServer(SmtpStep.DOT, arrival.then(hang()))) {
      FutureTask<Outcome> attempt;
      try (var client = client(server)) {
        attempt = start(client, SMALL);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(attempt.get()).isEqualTo(ambiguous());
    }
  }

  @Test
  void messageThatTakesTooLong_isTooLargeForTheConnection() throws Exception {
    var large = SMALL + ("x".repeat(70) + "\r\n").repeat(100_000);
    try (var server = new ScriptedMailServer(SmtpStep.DATA, reply("354 go on").then(stalls()))) {
      var attempt = start(server, large);

      alarm.passes(TEN);

      assertThat(attempt.get())
          .isEqualTo(new Rejected(Reason.TOO_LARGE, "the connection is too slow for this message"));
    }
  }

  @Test
  void blockThatIsNotTaken_isTooLargeForTheConnection() throws Exception {
    var large = SMALL + ("x".repeat(70) + "\r\n").repeat(100_000);
    try (var server = new ScriptedMailServer(SmtpStep.DATA, reply("354 go on").then(stalls()))) {
      var attempt = start(server, large);

      alarm.passes(THREE);

      assertThat(attempt.get())
          .isEqualTo(new Rejected(Reason.TOO_LARGE, "the connection is too slow for this message"));
    }
  }

  /** Keeps the connection open, but reads nothing. */
  private static SocketFault stalls() {
    var never = new CountDownLatch(1);
    return (connection, out) -> awaitUninterruptibly(never);
  }

  @Test
  void messageAboveTheAnnouncedSize_isNotSent() throws Exception {
    var ehlo = reply("250-test\r\n250-SIZE 15\r\n250 8BITMIME");
    try (var server = new ScriptedMailServer(SmtpStep.EHLO, ehlo)) {
      assertThat(start(server, SMALL).get())
          .isEqualTo(new Rejected(Reason.TOO_LARGE, "20 bytes; the server accepts 15"));
      assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }
  }

  private static TryLater ambiguous() {
    return new TryLater(
        Reason.AMBIGUOUS, Duration.ZERO, "no answer after the message; it may have arrived");
  }

  private FutureTask<Outcome> start(ScriptedMailServer server, String message) {
    return start(client(server), message);
  }

  private static FutureTask<Outcome> start(SmtpClient client, String message) {
    var attempt = new FutureTask<>(() -> client.send("to@example.com", message.getBytes(US_ASCII)));
    Thread.ofVirtual().start(attempt);
    return attempt;
  }

  private SmtpClient client(ScriptedMailServer server) {
    return new SmtpClient(
        new NotifySettings.Smtp("127.0.0.1", server.port(), Tls.NONE, null, null),
        "from@example.com",
        SmtpLimits.RFC_5321,
        new Scrubber(),
        new Connector(OutboundSettings.DIRECT),
        alarm);
  }
}
