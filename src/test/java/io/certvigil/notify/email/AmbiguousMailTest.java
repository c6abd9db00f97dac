package io.certvigil.notify.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.net.SocketFault;
import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings.Email;
import io.certvigil.notify.ScriptedMailServer;
import io.certvigil.notify.ScriptedMailServer.SmtpStep;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.compose.Composer;
import io.certvigil.notify.deliver.Courier;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.view.DeliveryView;
import io.certvigil.store.view.StoreStamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests mails whose server takes the whole message and then does not answer. */
@Timeout(60)
class AmbiguousMailTest {
  private final AtomicBoolean answers = new AtomicBoolean();
  private final SocketFault dot =
      (connection, out) -> {
        if (answers.get()) {
          ScriptedMailServer.reply("250 queued").happen(connection, out);
        } else {
          connection.close();
        }
      };
  private final ScriptedMailServer server = new ScriptedMailServer(SmtpStep.DOT, dot);
  private final NotifyFixture fixture;
  private final Composer composer;
  private final Courier courier;

  AmbiguousMailTest(@TempDir Path folder) {
    fixture = new NotifyFixture(folder);
    fixture.configureChannels("mail");
    var settings = settings(server.port());
    var channels = channels(settings);
    composer =
        new Composer(
            settings,
            StoreStamp.NONE,
            channels,
            fixture.store.outbox(),
            fixture.store.silences(),
            () -> false,
            fixture.now::get,
            new SimpleMeterRegistry());
    courier =
        new Courier(
            channels,
            fixture.store.outbox(),
            fixture.now::get,
            new SimpleMeterRegistry(),
            () -> 0.5);
  }

  private static Channels channels(NotifySettings settings) {
    return ConfiguredChannels.of(settings, "1", Duration.ofSeconds(10), new Scrubber());
  }

  private static NotifySettings settings(int port) {
    var smtp = new NotifySettings.Smtp("127.0.0.1", port, NotifySettings.Smtp.Tls.NONE, null, null);
    var email = new Email(smtp, "from@example.com", List.of("ops@example.com"), Severity.INFO);
    return new NotifySettings("prod-eu", null, Map.of("mail", email), List.of(), List.of(), null);
  }

  @AfterEach
  void close() {
    courier.close();
    fixture.close();
    server.close();
  }

  @Test
  void mailWithoutAnswer_isRepeatedAfterAnHour_sixHours_thenDaily() {
    alert(1);

    assertThat(dueAfter()).isEqualTo(Duration.ofHours(1));
    for (var expected : List.of(Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(1))) {
      toTheNextAttempt();
      assertThat(dueAfter()).isEqualTo(expected);
    }
    assertThat(server.attemptedMessages()).hasSize(4);
    assertThat(only().ambiguous()).isTrue();
    assertThat(only().reason()).isEqualTo("ambiguous");

    answers.set(true);
    toTheNextAttempt();
    assertThat(only().state()).isEqualTo("delivered");
  }

  @Test
  void repeatedMail_saysThatItMayBeACopy_underTheSameId() throws Exception {
    alert(1);
    toTheNextAttempt();
    toTheNextAttempt();

    var first = TestMails.parsed(server.attemptedMessages().get(0));
    var second = TestMails.parsed(server.attemptedMessages().get(1));
    assertThat(first.getSubject()).doesNotContain("copy");
    assertThat(second.getSubject()).isEqualTo("Possible copy: " + first.getSubject());
    assertThat(second.getMessageID()).isEqualTo(first.getMessageID());
    assertThat(second.getHeader(PossibleCopy.HEADER)).containsExactly("true");
    assertThat(TestMails.bodies(first)).noneMatch(body -> body.contains("Possible copy"));
    assertThat(TestMails.bodies(second))
        .hasSize(2)
        .allMatch(
            body ->
                body.replace("\r\n", "\n")
                    .contains(
                        "Possible copy: the mail server did not answer\n"
                            + "when this message was sent before."));
    assertThat(server.attemptedMessages().get(2)).isEqualTo(server.attemptedMessages().get(1));
  }

  @Test
  void newerAlert_isMailed_whileTheFirstWaits() {
    alert(1);
    answers.set(true);
    fixture.advance(Duration.ofMinutes(6));

    alert(2);

    assertThat(fixture.states()).containsExactly("ready", "delivered");
    assertThat(server.attemptedMessages()).hasSize(2);
    assertThat(server.attemptedMessages().getLast())
        .contains("device-2.example.com")
        .doesNotContain("device-1.example.com");
  }

  @Test
  void laterEventOfTheSameAlert_waits() {
    alert(1);
    answers.set(true);
    fixture.advance(Duration.ofMinutes(6));

    fixture.commitCertificates(List.of(NotifyFixture.certificate(1, 2)));
    fixture.advance(Duration.ofSeconds(31));
    send();

    assertThat(fixture.states()).containsExactly("ready", "ready");
    fixture.advance(Duration.ofHours(1));
    send();
    assertThat(fixture.states()).containsExactly("delivered", "delivered");
    assertThat(server.attemptedMessages()).hasSize(3);
  }

  @Test
  void serverThatNeverAnswers_isGivenUpAfterAWeek_andFailing() {
    alert(1);
    assertThat(courier.failingChannels()).isEmpty();
    toTheNextAttempt();
    assertThat(courier.failingChannels()).containsExactly("mail");
    for (int attempt = 0; attempt < 10 && only().state().equals("ready"); attempt++) {
      toTheNextAttempt();
    }

    assertThat(only().state()).isEqualTo("expired");
    assertThat(only().attempts()).isEqualTo(10);
  }

  @Test
  void mailThatWasBeingSentWhenTheDaemonWasKilled_holdsNothingBack() {
    fixture.commitCertificates(List.of(NotifyFixture.certificate(1, 8)));
    fixture.advance(Duration.ofSeconds(31));
    composer.compose();
    var outbox = fixture.store.outbox();
    var longest = SmtpLimits.RFC_5321.whole();
    assertThat(outbox.claim("mail", 1, fixture.now.get(), longest)).hasSize(1);
    assertThat(outbox.composeState("mail").unfinished()).isTrue();

    fixture.reopen();

    assertThat(fixture.store.outbox().composeState("mail").unfinished()).isFalse();
    assertThat(dueAfter()).isEqualTo(longest.plusSeconds(5));
  }

  private void alert(int number) {
    fixture.commitCertificates(
        List.of(NotifyFixture.certificate(1, 8), NotifyFixture.certificate(number, 8)));
    fixture.advance(Duration.ofSeconds(31));
    send();
  }

  private void send() {
    composer.compose();
    courier.deliver();
  }

  private void toTheNextAttempt() {
    fixture.now.set(nextAttempt());
    courier.deliver();
  }

  private Duration dueAfter() {
    return Duration.between(fixture.now.get(), nextAttempt());
  }

  private Instant nextAttempt() {
    var at = only().nextAttemptAt();
    assertThat(at).isNotNull();
    return at == null ? Instant.EPOCH : at;
  }

  private DeliveryView only() {
    var all =
        fixture.store.outbox().deliveries(new DeliveryView.Filter("mail", null, null, null, 0));
    return all.getLast();
  }
}
