package io.certvigil.notify.webhook;

import static io.certvigil.notify.TestEvents.SECOND;
import static io.certvigil.notify.TestEvents.SECRET;
import static io.certvigil.notify.TestEvents.withoutAnswer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.redaction.Scrubber;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookChannelTest {
  private final Instant now = Instant.now(Clock.systemUTC());
  private static final Duration LIMIT = Duration.ofMillis(700);
  private static final String BODY = "{\"type\":\"certvigil.events\",\"data\":\"\u00e9\u202e\"}";

  private final ByteReceiver receiver = new ByteReceiver(ByteReceiver.status(200));

  @AfterEach
  void close() {
    receiver.close();
  }

  @ParameterizedTest
  @CsvSource({
    "nope.invalid: Name or service not known, DNS",
    "x: Temporary failure in name resolution, NETWORK"
  })
  void unresolvedName_isADnsFault_unlessTheResolverIsDown(String message, Outcome.Reason reason) {
    assertThat(withoutAnswer(HttpOutcomes.of(new UnknownHostException(message))))
        .isEqualTo(new TryLater(reason, Duration.ZERO, ""));
  }

  @Test
  void request_isAStandardWebhook() {
    send(receiver.url());

    var got = receiver.requests().getFirst();
    assertThat(got.path()).isEqualTo("/hook/abcsecret?x=1");
    assertThat(got.body()).isEqualTo(BODY);
    assertThat(got.id()).isEqualTo("ntf_1");
    assertThat(got.header("webhook-timestamp")).isEqualTo(Long.toString(now.getEpochSecond()));
    assertThat(got.header("user-agent")).isEqualTo("certvigil/1.2.3");
    assertThat(got.header("content-type")).isEqualTo("application/json; charset=utf-8");
  }

  @Test
  void signature_isVerified_withEitherSecret() {
    send(receiver.url());

    var got = receiver.requests().getFirst();
    var headers =
        Map.of(
            "webhook-id", List.of(got.id()),
            "webhook-timestamp", List.of(got.header("webhook-timestamp")),
            "webhook-signature", List.of(got.header("webhook-signature")));
    for (var secret : List.of(SECRET, SECOND)) {
      assertThatCode(() -> new Webhook(secret.reveal()).verify(got.body(), headers))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void password_isSentAsBasicAuthentication() {
    send(receiver.url().replace("http://", "http://me:p%40ss@"));

    assertThat(receiver.requests().getFirst().header("authorization"))
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://exa mple/top-secret",
        "ftp://example.com/top-secret",
        "top-secret",
        "http:///top-secret"
      })
  void malformedUrl_isNotInTheErrorMessage(String url) {
    assertThatThrownBy(() -> send(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channels.hook.url: not a URL")
        .hasNoCause();
  }

  @Test
  void malformedSecret_isNotInTheErrorMessage() {
    var settings = TestEvents.webhook("http://127.0.0.1/", new Secret("whsec_%%%%"));

    assertThatThrownBy(
            () ->
                new WebhookChannel(
                    "hook",
                    settings,
                    "1.2.3",
                    LIMIT,
                    new Scrubber(),
                    new Connector(OutboundSettings.DIRECT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("channels.hook.secret:")
        .hasNoCause();
  }

  private Outcome send(String url) {
    var settings = TestEvents.webhook(url, SECRET, SECOND);
    try (var channel =
        new WebhookChannel(
            "hook",
            settings,
            "1.2.3",
            LIMIT,
            new Scrubber(),
            new Connector(OutboundSettings.DIRECT))) {
      return withoutAnswer(channel.send(TestEvents.delivery("ntf_1", BODY), now));
    }
  }
}
