package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings.Email;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.deliver.Courier;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests mail to Debian's Exim. What takes minutes goes on when the test says so. */
@Timeout(120)
class RealMailServerTest {
  private final HandAlarm alarm = new HandAlarm();
  private final EximServer server;
  @TempDir private Path store;

  RealMailServerTest(@TempDir Path folder) throws IOException {
    server = new EximServer(folder);
  }

  @BeforeAll
  static void program() {
    EximServer.require();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void mailForAKnownDomain_isQueued() throws Exception {
    var outcome = start("ops@example.com", null).get();

    assertThat(outcome).isInstanceOf(Delivered.class);
    assertThat(outcome.answer()).startsWith("250 OK id=");
    assertThat(server.queued()).isEqualTo(1);
  }

  @Test
  void helo_isRejected_andMendedByTheKey() throws Exception {
    var rejected = start("ops@example.com", "bad.example.org").get();

    assertThat(rejected)
        .isInstanceOfSatisfying(
            TryLater.class,
            later -> {
              assertThat(later.answer()).isEqualTo("550 Helo command rejected: Access denied");
              assertThat(later.fault()).isNotNull();
            });
    assertThat(start("ops@example.com", "good.example.org").get()).isInstanceOf(Delivered.class);
  }

  @Test
  void relayThatIsDenied_makesTheChannelFailAtOnce() {
    try (var fixture = new NotifyFixture(store)) {
      fixture.configureChannels("mail");
      var body = TestMails.body("ops@elsewhere.org", "m1");
      fixture.put("mail", new NewDelivery("m1", "m1", body, List.of(), Set.of("a1")));
      try (var courier = courier(fixture)) {
        courier.deliver();

        assertThat(courier.failingChannels()).containsExactly("mail");
        assertThat(fixture.store.outbox().backlog().getFirst().failing(fixture.now.get())).isTrue();
      }
    }
  }

  private Courier courier(NotifyFixture fixture) {
    var email =
        new Email(smtp(null), "certs@example.com", List.of("ops@elsewhere.org"), Severity.INFO);
    var settings =
        new NotifySettings("prod", null, Map.of("mail", email), List.of(), List.of(), null);
    return new Courier(
        ConfiguredChannels.of(settings, "1", new Scrubber()),
        fixture.store.outbox(),
        fixture.now::get,
        new SimpleMeterRegistry(),
        () -> 0.5);
  }

  @Test
  void slowScanAfterTheDot_isWaitedFor_once() throws Exception {
    server.hold("dot");
    var attempt = start("ops@example.com", null);
    server.awaitHeld("dot");
    assertThat(attempt.isDone()).isFalse();

    server.release("dot");

    assertThat(attempt.get()).isInstanceOf(Delivered.class);
    assertThat(server.queued()).isEqualTo(1);
  }

  @Test
  void scanWithoutEnd_isAmbiguous() throws Exception {
    server.hold("dot");
    var attempt = start("ops@example.com", null);
    server.awaitHeld("dot");

    alarm.passes(Duration.ofMinutes(10));

    assertThat(attempt.get())
        .isInstanceOfSatisfying(
            TryLater.class, later -> assertThat(later.reason()).isEqualTo(Reason.AMBIGUOUS));
  }

  @Test
  void slowGreeting_isWaitedFor() throws Exception {
    server.hold("greeting");
    var attempt = start("ops@example.com", null);
    server.awaitHeld("greeting");
    assertThat(attempt.isDone()).isFalse();

    server.release("greeting");

    assertThat(attempt.get()).isInstanceOf(Delivered.class);
  }

  private Smtp smtp(@Nullable String helo) {
    return new Smtp("127.0.0.1", server.port(), Smtp.Tls.NONE, null, null, helo, Smtp.Auth.PLAIN);
  }

  private FutureTask<Outcome> start(String recipient, @Nullable String helo) {
    var client =
        new SmtpClient(
            smtp(helo),
            "certs@example.com",
            SmtpLimits.RFC_5321,
            new Scrubber(),
            new Connector(OutboundSettings.DIRECT),
            alarm);
    var message = "Subject: a\r\n\r\ntext\r\n".getBytes(US_ASCII);
    var attempt = new FutureTask<>(() -> client.send(recipient, message));
    Thread.ofVirtual().start(attempt);
    return attempt;
  }
}
