package io.certvigil.demo.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.certvigil.demo.FixedClock;
import io.certvigil.model.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {
  private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final String BODY = "{\"type\":\"certvigil.events\"}";

  private final FixedClock clock = new FixedClock();
  private final WebhookReceiver receiver = WebhookReceiver.start(SECRET, clock);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.shutdownNow();
    receiver.close();
  }

  private HttpResponse<String> send(Instant at, String signature) throws Exception {
    var request =
        HttpRequest.newBuilder(receiver.url())
            .timeout(Duration.ofSeconds(2))
            .header("webhook-id", "ntf_1")
            .header("webhook-timestamp", String.valueOf(at.getEpochSecond()))
            .header("webhook-signature", signature)
            .POST(BodyPublishers.ofString(BODY));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> sendSigned(Instant at) throws Exception {
    return send(at, new Webhook(SECRET.reveal()).sign("ntf_1", at.getEpochSecond(), BODY));
  }

  @Test
  void message_isKeptAndAcknowledged() throws Exception {
    var response = sendSigned(clock.instant());

    var message = receiver.received().getFirst();
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(message.id()).isEqualTo("ntf_1");
    assertThat(message.text()).isEqualTo(BODY);
    assertThat(message.verified()).isTrue();
    assertThat(message.acknowledged()).isTrue();
  }

  @Test
  void signature_mayBeOneOfSeveral() throws Exception {
    var at = clock.instant();
    var right = new Webhook(SECRET.reveal()).sign("ntf_1", at.getEpochSecond(), BODY);
    send(at, "v1,AAAA " + right);

    assertThat(receiver.received()).first().matches(ReceivedWebhook::verified);
  }

  @Test
  void signature_isWrong_orTooOld() throws Exception {
    send(clock.instant(), "v1,AAAA");
    sendSigned(clock.instant().minus(Duration.ofMinutes(6)));

    assertThat(receiver.received()).hasSize(2).noneMatch(ReceivedWebhook::verified);
  }

  @Test
  void headers_areMissing() throws Exception {
    var request = HttpRequest.newBuilder(receiver.url()).POST(BodyPublishers.ofString(BODY));
    client.send(request.build(), BodyHandlers.discarding());

    assertThat(receiver.received()).first().matches(message -> !message.verified());
  }

  @Test
  void status_isAsConfigured() throws Exception {
    receiver.replyWith(new ReceiverBehaviour.Status(503, "7"));

    var response = sendSigned(clock.instant());

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(receiver.received()).first().matches(message -> !message.acknowledged());
  }

  @Test
  void everySecondReply_isLost() throws Exception {
    receiver.replyWith(new ReceiverBehaviour.LoseEvery(2));

    assertThat(sendSigned(clock.instant()).statusCode()).isEqualTo(204);
    assertThatThrownBy(() -> sendSigned(clock.instant())).isInstanceOf(IOException.class);
    assertThat(receiver.received()).extracting(ReceivedWebhook::acknowledged).contains(true, false);
  }

  @Test
  void reply_isTruncated() {
    receiver.replyWith(new ReceiverBehaviour.Truncate());

    assertThatThrownBy(() -> sendSigned(clock.instant())).isInstanceOf(IOException.class);
  }

  @Test
  void receiver_hangs() {
    receiver.replyWith(new ReceiverBehaviour.Hang());

    assertThatThrownBy(() -> sendSigned(clock.instant())).isInstanceOf(IOException.class);
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void listener_getsEveryMessage() throws Exception {
    var messages = new ArrayList<ReceivedWebhook>();
    try (var other = WebhookReceiver.start(SECRET, clock, 0, messages::add)) {
      var request = HttpRequest.newBuilder(other.url()).POST(BodyPublishers.ofString(BODY));
      client.send(request.build(), BodyHandlers.discarding());
    }

    assertThat(messages).hasSize(1);
  }
}
