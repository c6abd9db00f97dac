package io.certvigil.notify.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.notify.Channels;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings.Email;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.ScriptedMailServer;
import io.certvigil.notify.ScriptedMailServer.SmtpStep;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.deliver.Courier;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.view.StoreStamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the courier with mails to a mail server on loopback. */
@Timeout(60)
class EmailChannelTest {
  private static final Instant START = TestEvents.NOW;

  private final ScriptedMailServer server = new ScriptedMailServer();
  private NotifyFixture deliveries;
  private Channels channels;
  private Courier courier;

  @BeforeEach
  void open(@TempDir Path folder) {
    deliveries = new NotifyFixture(folder);
    deliveries.now.set(START);
    deliveries.configureChannels("mail");
    channels =
        ConfiguredChannels.of(settings(server.port()), "1", Duration.ofSeconds(10), new Scrubber());
    courier =
        new Courier(
            channels,
            deliveries.store.outbox(),
            deliveries.now::get,
            new SimpleMeterRegistry(),
            () -> 0.5);
    put(1);
  }

  private void put(int number) {
    var events = List.of(TestEvents.serialized(TestEvents.event(number)));
    var batch = new EventBatch("prod-eu", StoreStamp.NONE, "mail", null, events, START);
    channels.named("mail").compose(batch).forEach(delivery -> deliveries.put("mail", delivery));
  }

  @AfterEach
  void close() {
    courier.close();
    deliveries.close();
    server.close();
  }

  @Test
  void everyRecipient_getsItsOwnMail() {
    courier.deliver();

    assertThat(deliveries.states()).containsExactly("delivered", "delivered");
    assertThat(server.messages())
        .hasSize(2)
        .anyMatch(message -> message.contains("To: good@example.com\r\n"))
        .anyMatch(message -> message.contains("To: bad@example.com\r\n"));
    assertThat(server.commands()).filteredOn(line -> line.startsWith("RCPT")).hasSize(2);
  }

  @Test
  void unknownMailbox_delaysNoOther_andFollowsTheLadder() {
    server.refuse("TO:<bad@", "550 5.1.1 no such user");
    courier.deliver();
    assertThat(deliveries.states()).containsExactly("delivered", "ready");

    put(2);
    courier.deliver();
    assertThat(deliveries.states()).filteredOn("delivered"::equals).hasSize(2);
    advance(Duration.ofSeconds(10));
    assertThat(courier.deliver()).isEqualTo(1);

    server.refuseNothing();
    advance(Duration.ofMinutes(61));
    courier.deliver();
    advance(Duration.ofMinutes(61));
    courier.deliver();
    assertThat(deliveries.states()).containsOnly("delivered");
  }

  @Test
  void unknownMailbox_isGivenUpAfterAWeek() {
    server.refuse("TO:<bad@", "550 5.1.1 no such user");
    for (int day = 0; day <= 7; day++) {
      courier.deliver();
      advance(Duration.ofDays(1));
    }

    assertThat(deliveries.states()).containsExactly("delivered", "expired");
  }

  @Test
  void busyMailbox_isTriedSoon() {
    server.refuse("TO:<bad@", "451 4.7.1 greylisted");
    courier.deliver();
    courier.deliver();
    server.refuseNothing();
    advance(Duration.ofSeconds(6));
    courier.deliver();

    assertThat(deliveries.states()).containsOnly("delivered");
  }

  @Test
  void everyAttempt_hasTheSameBytes() {
    server.refuse("Message-ID", "451 4.3.0 later");
    courier.deliver();
    server.refuseNothing();
    advance(Duration.ofHours(1));
    courier.deliver();

    assertThat(deliveries.states()).containsOnly("delivered");
    assertThat(server.attemptedMessages()).hasSizeGreaterThan(2).isSubsetOf(server.messages());
  }

  @Test
  void rejectedContent_isReplacedByTheFallback() {
    server.refuse("multipart/alternative", "554 5.6.0 not like this");
    for (int attempt = 0; attempt < 5; attempt++) {
      courier.deliver();
      advance(Duration.ofMinutes(25));
    }

    assertThat(deliveries.states()).containsExactly("delivered", "delivered");
    assertThat(server.messages())
        .hasSize(2)
        .allMatch(message -> message.contains("which the mail server rejected"));
  }

  @Test
  void fault_hasTheServersReply() {
    try (var broken =
        new ScriptedMailServer(SmtpStep.MAIL, ScriptedMailServer.reply("550 go away"))) {
      var channel =
          ConfiguredChannels.of(settings(broken.port()), "1", new Scrubber()).named("mail");
      var delivery = deliveries.store.outbox().claim("mail", START).orElseThrow();

      assertThat(channel.send(delivery, START))
          .isEqualTo(new Outcome.TryLater(Outcome.Reason.FORBIDDEN, Duration.ZERO, "550 go away"));
    }
  }

  private void advance(Duration time) {
    deliveries.advance(time);
  }

  private static NotifySettings settings(int port) {
    var smtp = new NotifySettings.Smtp("127.0.0.1", port, NotifySettings.Smtp.Tls.NONE, null, null);
    var to = List.of("good@example.com", "Bad <bad@example.com>");
    var email = new Email(smtp, "Certs <from@example.com>", to, Severity.INFO);
    return new NotifySettings("prod-eu", null, Map.of("mail", email), List.of(), List.of(), null);
  }
}
