package io.certvigil.notify;

import static io.certvigil.notify.Outcome.Reason.FORBIDDEN;
import static io.certvigil.notify.Outcome.Reason.HTTP_4XX;
import static io.certvigil.notify.Outcome.Reason.HTTP_5XX;
import static io.certvigil.notify.Outcome.Reason.NOT_FOUND;
import static io.certvigil.notify.Outcome.Reason.RATE_LIMITED;
import static io.certvigil.notify.Outcome.Reason.REDIRECT;
import static io.certvigil.notify.Outcome.Reason.REJECTED;
import static io.certvigil.notify.Outcome.Reason.TIMEOUT;
import static io.certvigil.notify.Outcome.Reason.UNAUTHORIZED;
import static io.certvigil.notify.TestEvents.SECOND;
import static io.certvigil.notify.TestEvents.SECRET;
import static io.certvigil.policy.Severity.INFO;

import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.alertmanager.AlertmanagerChannel;
import io.certvigil.notify.pagerduty.PagerDutyChannel;
import io.certvigil.notify.slack.SlackChannel;
import io.certvigil.notify.webhook.WebhookChannel;
import io.certvigil.redaction.Scrubber;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Every HTTP channel, for {@link ChannelContractTest}. A new channel needs a constant with its
 * statuses. The reply that acknowledges a message is given by {@link #acknowledgedStatus} and
 * {@link #acknowledgement}.
 */
enum ChannelUnderTest {
  WEBHOOK(200, true) {
    @Override
    Channel channel(String url, Duration limit) {
      return new WebhookChannel(
          "hook",
          TestEvents.webhook(url, SECRET, SECOND),
          "1.2.3",
          limit,
          scrubber(url),
          new Connector(OutboundSettings.DIRECT));
    }

    @Override
    boolean acknowledges(int status) {
      return status >= 200 && status < 300;
    }
  },
  /** Its acknowledgement is a word, not a status. */
  SLACK(200, true) {
    @Override
    Channel channel(String url, Duration limit) {
      var settings = new ChannelSettings.Slack(new Secret(url), INFO);
      return new SlackChannel(
          "hook", settings, "1.2.3", limit, scrubber(url), new Connector(OutboundSettings.DIRECT));
    }

    @Override
    String acknowledgement() {
      return "ok";
    }

    @Override
    Outcome expected(int status) {
      return status > 200 && status < 300 ? later(NOT_FOUND) : super.expected(status);
    }

    @Override
    Outcome expected(ReceiverFault misbehaviour) {
      var expected = misbehaviour.expected();
      return expected instanceof Delivered ? later(NOT_FOUND) : expected;
    }
  },
  ALERTMANAGER(200, false) {
    @Override
    Channel channel(String url, Duration limit) {
      var settings = new ChannelSettings.Alertmanager(List.of(new Secret(url)), INFO);
      return new AlertmanagerChannel(
          "hook", settings, "1.2.3", limit, scrubber(url), new Connector(OutboundSettings.DIRECT));
    }
  },
  PAGERDUTY(202, false) {
    @Override
    Channel channel(String url, Duration limit) {
      var settings =
          new ChannelSettings.PagerDuty(URI.create(url), new Secret(ROUTING_KEY), INFO, 20);
      return new PagerDutyChannel(
          "hook", settings, "1.2.3", limit, scrubber(url), new Connector(OutboundSettings.DIRECT));
    }
  };

  static final String ROUTING_KEY = "R0UT1NGK3Y0123456789abcdefABCDEF";

  private final int acknowledgedStatus;
  private final boolean refusesUnprocessable;

  /**
   * @param refusesUnprocessable whether 415 and 422 mean that the message is rejected
   */
  ChannelUnderTest(int acknowledgedStatus, boolean refusesUnprocessable) {
    this.acknowledgedStatus = acknowledgedStatus;
    this.refusesUnprocessable = refusesUnprocessable;
  }

  abstract Channel channel(String url, Duration limit);

  /** The channel type as in the config. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A status that the channel accepts as an acknowledgement. */
  int acknowledgedStatus() {
    return acknowledgedStatus;
  }

  /** The body of an acknowledgement. */
  String acknowledgement() {
    return "{}";
  }

  boolean acknowledges(int status) {
    return status == acknowledgedStatus;
  }

  private boolean refuses(int status) {
    return switch (status) {
      case 400, 413 -> true;
      case 415, 422 -> refusesUnprocessable;
      default -> false;
    };
  }

  /**
   * The expected outcome of a fault. The reply has the status of an acknowledgement, but not its
   * body.
   */
  Outcome expected(ReceiverFault misbehaviour) {
    return misbehaviour.expected();
  }

  /** The expected outcome of a status. */
  Outcome expected(int status) {
    if (acknowledges(status)) {
      return new Delivered("");
    }
    if (refuses(status)) {
      return new Rejected(REJECTED, "");
    }
    return switch (status) {
      case 401 -> later(UNAUTHORIZED);
      case 403 -> later(FORBIDDEN);
      case 404, 410 -> later(NOT_FOUND);
      case 408, 425 -> later(TIMEOUT);
      case 429 -> new TryLater(RATE_LIMITED, Duration.ofSeconds(5), "");
      default -> later(status / 100 == 3 ? REDIRECT : status / 100 == 4 ? HTTP_4XX : HTTP_5XX);
    };
  }

  private static Outcome later(Outcome.Reason reason) {
    return new TryLater(reason, Duration.ZERO, "");
  }

  /** Makes one attempt with one message; without the text of the answer. */
  Outcome send(String url, Duration limit, Instant now) {
    return TestEvents.withoutAnswer(sendForAnswer(url, limit, now));
  }

  Outcome sendForAnswer(String url, Duration limit, Instant now) {
    try (var channel = channel(url, limit)) {
      var serialized = TestEvents.serialized(TestEvents.event(1));
      var newDelivery = channel.compose(TestEvents.eventBatch(serialized)).getFirst();
      return channel.send(TestEvents.delivery(newDelivery), now);
    }
  }

  /** Knows the secrets of every channel here, as the config tells them. */
  private static Scrubber scrubber(String url) {
    var scrubber = new Scrubber();
    List.of(new Secret(url), SECRET, SECOND, new Secret(ROUTING_KEY)).forEach(scrubber::add);
    return scrubber;
  }
}
