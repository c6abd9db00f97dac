package io.certvigil.notify.email;

import static io.certvigil.net.SocketFault.drop;
import static io.certvigil.net.SocketFault.endless;
import static io.certvigil.net.SocketFault.hang;
import static io.certvigil.net.SocketFault.reset;
import static io.certvigil.notify.Outcome.Reason.AMBIGUOUS;
import static io.certvigil.notify.Outcome.Reason.DNS;
import static io.certvigil.notify.Outcome.Reason.FORBIDDEN;
import static io.certvigil.notify.Outcome.Reason.NETWORK;
import static io.certvigil.notify.Outcome.Reason.RECIPIENT;
import static io.certvigil.notify.Outcome.Reason.REJECTED;
import static io.certvigil.notify.Outcome.Reason.SMTP_4XX;
import static io.certvigil.notify.Outcome.Reason.SMTP_5XX;
import static io.certvigil.notify.Outcome.Reason.TIMEOUT;
import static io.certvigil.notify.Outcome.Reason.TLS;
import static io.certvigil.notify.Outcome.Reason.UNAUTHORIZED;
import static io.certvigil.notify.ScriptedMailServer.reply;
import static io.certvigil.notify.TestEvents.withoutAnswer;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.FreePort;
import io.certvigil.model.Secret;
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
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests every fault at every step of the session, with a scripted server. */
@Timeout(60)
class SmtpClientTest {
  private static final Duration LIMIT = Duration.ofMillis(600);
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final String MESSAGE =
      "Subject: a\r\nMessage-ID: <x@y>\r\n\r\n.dot\r\n..two\r\nlast line\r\n";

  /** The steps at which a fault prevents the delivery. */
  private static final EnumSet<SmtpStep> DECISIVE = EnumSet.complementOf(EnumSet.of(SmtpStep.QUIT));

  @Test
  void message_arrivesUnchanged() {
    try (var server = new ScriptedMailServer()) {
      var outcome = send(server, PATIENT);

      assertThat(outcome).isEqualTo(new Delivered("250 2.0.0 queued as 17"));
      assertThat(server.messages()).containsExactly(MESSAGE);
      assertThat(server.commands())
          .startsWith("EHLO [127.0.0.1]")
          .contains("MAIL FROM:<from@example.com>", "RCPT TO:<to@example.com>");
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void code_hasItsOutcome(SmtpStep stage, int code) {
    try (var server = new ScriptedMailServer(stage, reply(code + " some words"))) {
      var outcome = send(server, PATIENT);

      assertThat(withoutAnswer(outcome)).isEqualTo(expected(stage, code));
      assertThat(outcome.answer()).isEqualTo(code + " some words");
      assertThat(server.messages()).isEmpty();
    }
  }

  private static Stream<Arguments> codes() {
    return atEach(
        DECISIVE, 421, 432, 450, 451, 452, 454, 499, 500, 501, 502, 503, 530, 534, 535, 538, 550,
        551, 552, 553, 554, 571, 599);
  }

  private static Stream<Arguments> atEach(Set<SmtpStep> stages, Object... values) {
    return stages.stream()
        .flatMap(stage -> Stream.of(values).map(value -> Arguments.of(stage, value)));
  }

  private static Outcome expected(SmtpStep stage, int code) {
    if (code < 500) {
      return later(stage == SmtpStep.RCPT && code != 421 ? RECIPIENT : SMTP_4XX);
    }
    if (List.of(530, 534, 535, 538).contains(code)) {
      return later(UNAUTHORIZED);
    }
    return switch (stage) {
      case BANNER, EHLO, QUIT -> later(SMTP_5XX);
      case STARTTLS -> later(TLS);
      case AUTH -> later(UNAUTHORIZED);
      case MAIL -> later(FORBIDDEN);
      case RCPT -> later(RECIPIENT);
      case DATA, DOT -> new Rejected(REJECTED, "");
    };
  }

  @ParameterizedTest
  @MethodSource("silences")
  void missingReply_timesOut(SmtpStep stage, SocketFault fault) {
    try (var server = new ScriptedMailServer(stage, fault)) {
      assertThat(withoutAnswer(send(server, LIMIT))).isEqualTo(missing(stage, TIMEOUT));
      assertThat(server.messages()).isEmpty();
    }
  }

  private static Stream<Arguments> silences() {
    return atEach(DECISIVE, hang(), SocketFault.dribble("2"));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void brokenConnection_isTriedAgain(SmtpStep stage, SocketFault fault) {
    try (var server = new ScriptedMailServer(stage, fault)) {
      assertThat(withoutAnswer(send(server, PATIENT))).isEqualTo(missing(stage, NETWORK));
      assertThat(server.messages()).isEmpty();
    }
  }

  private static Stream<Arguments> breaks() {
    return atEach(DECISIVE, drop(), reset(), SocketFault.send("250-ok\r\n25").then(drop()));
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void garbage_isNoAcknowledgement(SmtpStep stage, String garbage) {
    try (var server = new ScriptedMailServer(stage, reply(garbage))) {
      assertThat(withoutAnswer(send(server, PATIENT))).isEqualTo(missing(stage, NETWORK));
      assertThat(server.messages()).isEmpty();
    }
  }

  private static Stream<Arguments> garbage() {
    var stages =
        EnumSet.of(SmtpStep.BANNER, SmtpStep.MAIL, SmtpStep.RCPT, SmtpStep.DATA, SmtpStep.DOT);
    return atEach(stages, "", "ok", "<html>", "-25", "999 what", "199 what", "\u00ff\u0000\u0001x");
  }

  @ParameterizedTest
  @EnumSource(
      value = SmtpStep.class,
      names = {"BANNER", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT"})
  void endlessReply_isCut(SmtpStep stage) {
    for (var line : List.of("250-more\r\n", "250 no end")) {
      try (var server = new ScriptedMailServer(stage, endless(line))) {
        assertThat(withoutAnswer(send(server, PATIENT))).isEqualTo(missing(stage, NETWORK));
      }
    }
  }

  @Test
  void refusedMailbox_isRecognised_evenIfTheServerHangsUp() {
    var refusal = reply("550 no such user").then(drop());
    try (var server = new ScriptedMailServer(SmtpStep.RCPT, refusal)) {
      assertThat(send(server, PATIENT))
          .isEqualTo(new TryLater(RECIPIENT, Duration.ZERO, "550 no such user"));
    }
  }

  @Test
  void multiLineReply_isOneLineForPeople() {
    var said = "550-5.1.1 no such user \u0007\r\n550-5.1.1   at all\r\n550 5.1.1 here";
    try (var server = new ScriptedMailServer(SmtpStep.RCPT, reply(said))) {
      assertThat(send(server, PATIENT).answer()).isEqualTo("550 5.1.1 no such user at all here");
    }
  }

  @Test
  void longReply_isShortened() {
    try (var server = new ScriptedMailServer(SmtpStep.RCPT, reply("550 " + "x".repeat(900)))) {
      assertThat(send(server, PATIENT).answer()).hasSize(160).startsWith("550 xxx").endsWith("...");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 250, 251, 252, 299})
  void every2yzAfterTheDot_isAnAcknowledgement(int code) {
    try (var server = new ScriptedMailServer(SmtpStep.DOT, reply(code + " got it"))) {
      assertThat(send(server, PATIENT)).isEqualTo(new Delivered(code + " got it"));
    }
  }

  @ParameterizedTest
  @MethodSource("farewells")
  void whatHappensAtQuit_changesNothing(SocketFault fault) {
    try (var server = new ScriptedMailServer(SmtpStep.QUIT, fault)) {
      assertThat(withoutAnswer(send(server, PATIENT))).isEqualTo(new Delivered(""));
      assertThat(server.messages()).hasSize(1);
    }
  }

  private static Stream<SocketFault> farewells() {
    return Stream.of(
        drop(),
        reset(),
        hang(),
        SocketFault.dribble("2"),
        reply("421 no"),
        reply("550 no"),
        reply("garbage"));
  }

  @Test
  void serverWithoutStartTls_getsNothing() {
    try (var server = new ScriptedMailServer()) {
      var outcome = send(server(server.port(), Tls.STARTTLS), LIMIT);

      assertThat(outcome)
          .isEqualTo(new TryLater(TLS, Duration.ZERO, "the server offers no STARTTLS"));
      assertThat(server.commands()).allMatch(command -> command.matches("(EHLO .*|QUIT)"));
    }
  }

  @Test
  void serverWithoutEhlo_isNotTrustedWithoutTls() {
    try (var server = new ScriptedMailServer(SmtpStep.EHLO, reply("250 test"))) {
      assertThat(withoutAnswer(send(server(server.port(), Tls.STARTTLS), LIMIT)))
          .isEqualTo(later(TLS));
      assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }
  }

  /** Otherwise a man in the middle could inject replies before TLS is established. */
  @Test
  void plainTextAfterStartTls_isIgnored() {
    var injected = "220 go\r\n250-test\r\n250 AUTH PLAIN\r\n235 ok\r\n250 ok\r\n250 ok";
    try (var server = new ScriptedMailServer(SmtpStep.STARTTLS, reply(injected))) {
      assertThat(withoutAnswer(send(server, LIMIT))).isInstanceOf(TryLater.class);
      assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }
  }

  @Test
  void closedPort_isTriedAgain() throws IOException {
    int port = FreePort.any();
    assertThat(withoutAnswer(send(server(port, Tls.NONE), LIMIT))).isEqualTo(later(NETWORK));
  }

  @Test
  void unknownName_isAConfigurationFault() {
    var server = new NotifySettings.Smtp("no-such-host.invalid", 25, Tls.STARTTLS, null, null);

    var outcome = send(server, PATIENT);

    // A machine without a resolver cannot know that the name does not exist.
    assertThat(withoutAnswer(outcome)).isIn(later(DNS), later(NETWORK), later(TIMEOUT));
  }

  @Test
  void plainTextToAnotherHost_isRefused() {
    var server = new NotifySettings.Smtp("192.0.2.1", 25, Tls.NONE, null, null);

    assertThat(withoutAnswer(send(server, LIMIT))).isEqualTo(later(TLS));
  }

  @Test
  void close_abortsTheAttempt() throws Exception {
    var reached = new CountDownLatch(1);
    SocketFault fault = (connection, out) -> reached.countDown();
    try (var server = new ScriptedMailServer(SmtpStep.MAIL, fault.then(hang()))) {
      var smtp = smtp(server(server.port(), Tls.NONE), Duration.ofSeconds(50));
      var attempt = new FutureTask<>(() -> smtp.send("to@example.com", bytes()));
      Thread.ofVirtual().start(attempt);
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

      smtp.close();

      assertThat(attempt.get(10, TimeUnit.SECONDS)).isInstanceOf(TryLater.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTH PLAIN, 1", "AUTH LOGIN XOAUTH2, 1", "AUTH GSSAPI, 0"})
  void authentication_usesWhatIsOffered(String offered, int arrived) {
    var ehlo = reply("250-test\r\n250 " + offered);
    try (var server = new ScriptedMailServer(SmtpStep.EHLO, ehlo)) {
      var outcome = send(authenticating(server.port()), PATIENT);

      assertThat(server.commands().stream().filter(line -> line.startsWith("AUTH")).count())
          .isEqualTo(arrived);
      assertThat(withoutAnswer(outcome))
          .isEqualTo(arrived == 0 ? later(UNAUTHORIZED) : new Delivered(""));
    }
  }

  private static Outcome send(ScriptedMailServer server, Duration limit) {
    return send(
        server.failingStep() == SmtpStep.STARTTLS
            ? server(server.port(), Tls.STARTTLS)
            : authenticating(server.port()),
        limit);
  }

  private static NotifySettings.Smtp authenticating(int port) {
    return new NotifySettings.Smtp("127.0.0.1", port, Tls.NONE, "user", new Secret("pass"));
  }

  private static NotifySettings.Smtp server(int port, Tls tls) {
    return new NotifySettings.Smtp("127.0.0.1", port, tls, null, null);
  }

  private static Outcome send(NotifySettings.Smtp server, Duration limit) {
    try (var smtp = smtp(server, limit)) {
      return smtp.send("to@example.com", bytes());
    }
  }

  private static SmtpClient smtp(NotifySettings.Smtp server, Duration limit) {
    return new SmtpClient(
        server,
        "from@example.com",
        SmtpLimits.all(limit),
        new Scrubber(),
        new Connector(OutboundSettings.DIRECT));
  }

  private static byte[] bytes() {
    return MESSAGE.getBytes(US_ASCII);
  }

  /** After the final dot the server has the message, which may have arrived. */
  private static TryLater missing(SmtpStep stage, Reason reason) {
    return later(stage == SmtpStep.DOT ? AMBIGUOUS : reason);
  }

  private static TryLater later(Reason reason) {
    return new TryLater(reason, Duration.ZERO, "");
  }
}
