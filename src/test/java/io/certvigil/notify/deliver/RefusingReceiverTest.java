package io.certvigil.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.ScriptedMailServer;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.email.EmailChannel;
import io.certvigil.notify.email.SmtpLimits;
import io.certvigil.notify.email.TestMails;
import io.certvigil.notify.pagerduty.PagerDutyChannel;
import io.certvigil.notify.slack.SlackChannel;
import io.certvigil.notify.webhook.WebhookChannel;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a receiver that accepts nothing counts as working, whatever it answers. */
@Timeout(120)
class RefusingReceiverTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofSeconds(20);

  private final NotifyFixture fixture;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ByteReceiver http = new ByteReceiver(ByteReceiver.status(200));
  private final ScriptedMailServer mail = new ScriptedMailServer();

  RefusingReceiverTest(@TempDir Path folder) {
    fixture = new NotifyFixture(folder);
    fixture.configureChannels("x");
  }

  @AfterEach
  void close() {
    fixture.close();
    http.close();
    mail.close();
  }

  private Channel channel(String type) {
    var url = new Secret(http.url());
    return switch (type) {
      case "webhook" ->
          new WebhookChannel(
              "x",
              TestEvents.webhook(http.url(), TestEvents.SECRET),
              "1",
              LIMIT,
              new Scrubber(),
              new Connector(OutboundSettings.DIRECT));
      case "slack" ->
          new SlackChannel(
              "x",
              new ChannelSettings.Slack(url, Severity.INFO),
              "1",
              LIMIT,
              new Scrubber(),
              new Connector(OutboundSettings.DIRECT));
      case "pagerduty" ->
          new PagerDutyChannel(
              "x",
              new ChannelSettings.PagerDuty(
                  URI.create(http.url()), new Secret("R0UT1NG"), Severity.INFO, 20),
              "1",
              LIMIT,
              new Scrubber(),
              new Connector(OutboundSettings.DIRECT));
      default ->
          new EmailChannel(
              "x",
              new ChannelSettings.Email(
                  new Smtp("127.0.0.1", mail.port(), Smtp.Tls.NONE, null, null),
                  "from@example.com",
                  List.of("ops@example.com"),
                  Severity.INFO),
              SmtpLimits.all(LIMIT),
              new Scrubber(),
              new Connector(OutboundSettings.DIRECT));
    };
  }

  private void answer(int status, String body) {
    http.behave((request, connection, out) -> ByteReceiver.write(out, status, "", body));
    mail.refuse("ops@example.com", status + " " + body);
  }

  private static NewDelivery delivery(String type, String id) {
    var body = type.equals("mail") ? TestMails.body("ops@example.com", id) : "{\"n\":1}";
    return new NewDelivery(id, id, body, List.of(), Set.of(id));
  }

  /**
   * @param minutes after which it counts as failing, and not before
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pagerduty|400|invalid routing key|0",
        "pagerduty|400|payload.summary is missing|15",
        "pagerduty|403|forbidden|5",
        "webhook|400|bad request|15",
        "webhook|422|no|15",
        "webhook|404|no|5",
        "webhook|302||5",
        "webhook|409|deploying|5",
        "webhook|503|no|15",
        "slack|400|invalid_payload|15",
        "slack|404|channel_not_found|0",
        "slack|403|invalid_token|0",
        "mail|554|5.7.1 Relay access denied|0",
        "mail|454|4.7.1 Relay access denied|0",
        "mail|550|5.1.1 no such user|15"
      })
  void oneMessageThatIsNotAccepted_makesTheChannelFail(
      String type, int status, String body, int minutes) {
    answer(status, body == null ? "" : body);
    fixture.put("x", delivery(type, "ntf_1"));
    try (var courier = courier(channel(type))) {
      var failing = firstFailing(courier);

      assertThat(failing)
          .isBetween(Duration.ofMinutes(minutes), Duration.ofMinutes(minutes).plus(STEP));
      assertThat(registry.scrape()).contains("certvigil_channel_failing{channel=\"x\"} 1.0");

      acceptAgain();
      fixture.put("x", delivery(type, "ntf_2"));
      fixture.advance(Duration.ofHours(2));
      courier.deliver();
      assertThat(courier.failingChannels()).isEmpty();
      assertThat(registry.scrape()).contains("certvigil_channel_failing{channel=\"x\"} 0.0");
    }
  }

  private void acceptAgain() {
    http.behave(
        (request, connection, out) ->
            ByteReceiver.write(out, request.body().contains("routing_key") ? 202 : 200, "", "ok"));
    mail.refuseNothing();
  }

  /** After which time the channel counts as failing, within 115 minutes. */
  private Duration firstFailing(Courier courier) {
    assertThat(registry.scrape()).contains("certvigil_channel_failing{channel=\"x\"} 0.0");
    for (var passed = Duration.ZERO;
        passed.compareTo(Duration.ofMinutes(115)) < 0;
        passed = passed.plus(STEP)) {
      courier.deliver();
      if (courier.failingChannels().contains("x")) {
        return passed;
      }
      fixture.advance(STEP);
    }
    return Duration.ofDays(1);
  }

  private Courier courier(Channel channel) {
    return new Courier(
        new Channels(Map.of("x", channel)),
        fixture.store.outbox(),
        fixture.now::get,
        registry,
        () -> 0.5);
  }
}
