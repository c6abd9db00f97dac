package io.certvigil.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.TokenMailServer;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.email.TestMails;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a secret that was rotated in its file is read again when the receiver refuses it. */
@Timeout(60)
class RotatedSecretTest {
  private static final String NEW = "n3w0123456789abcdef0123456789abc";
  private static final String OLD = "01d0123456789abcdef0123456789abc";

  private static final String ALERT =
      """
      {"alert_key":"a","occurred_at":"2026-11-20T22:00:00Z","life":"LASTS",
       "alert":{"labels":{},"startsAt":"2026-11-20T22:00:00Z"}}
      """;

  private final NotifyFixture fixture;
  private final AtomicReference<Optional<String>> file = new AtomicReference<>(Optional.of(OLD));
  private final ByteReceiver http = new ByteReceiver(ByteReceiver.status(200));
  private final TokenMailServer mail = new TokenMailServer("certs", NEW);

  RotatedSecretTest(@TempDir Path folder) {
    fixture = new NotifyFixture(folder);
    fixture.configureChannels("x");
  }

  @AfterEach
  void close() {
    fixture.close();
    http.close();
    mail.close();
  }

  @ParameterizedTest
  @CsvSource({
    "webhook, 401",
    "webhook, 403",
    "webhook, 404",
    "slack, 403",
    "slack, 404",
    "pagerduty, 400",
    "pagerduty, 403",
    "alertmanager, 401",
    "mail, 535"
  })
  void rotatedSecret_isUsedAtOnce(String type, int status) {
    acceptOnlyTheNew(status);
    fixture.put("x", delivery(type, "m1"));
    try (var courier = courier(type)) {
      file.set(Optional.of(NEW));

      courier.deliver();

      assertThat(fixture.states()).containsExactly("delivered");
    }
  }

  @ParameterizedTest
  @CsvSource({"webhook, 401", "slack, 403", "pagerduty, 400", "alertmanager, 401", "mail, 535"})
  void unchangedSecret_isNotTriedTwice(String type, int status) {
    acceptOnlyTheNew(status);
    fixture.put("x", delivery(type, "m1"));
    try (var courier = courier(type)) {
      int attempts = courier.deliver();

      assertThat(fixture.states()).containsExactly("ready");
      assertThat(type.equals("mail") ? logins() : http.requests().size()).isEqualTo(attempts);
    }
  }

  @Test
  void fileThatCannotBeRead_leavesTheSecretBefore() {
    acceptOnlyTheNew(401);
    fixture.put("x", delivery("webhook", "m1"));
    try (var courier = courier("webhook")) {
      file.set(Optional.empty());
      courier.deliver();
      assertThat(fixture.states()).containsExactly("ready");

      file.set(Optional.of(NEW));
      fixture.advance(Duration.ofMinutes(1));
      courier.deliver();
      assertThat(fixture.states()).containsExactly("delivered");
    }
  }

  private int logins() {
    return (int) mail.commands().stream().filter(line -> line.startsWith("AUTH")).count();
  }

  private void acceptOnlyTheNew(int status) {
    http.behave(
        (request, connection, out) -> {
          boolean known = request.path().contains(NEW) || request.body().contains(NEW);
          var body = known ? "ok" : "invalid routing key";
          ByteReceiver.write(out, known ? accepted(request) : status, "", body);
        });
  }

  private static int accepted(ByteReceiver.ReceivedRequest request) {
    return request.body().contains("routing_key") ? 202 : 200;
  }

  private Secret secret(String before, String behind) {
    return Secret.rereadable(
        before + OLD + behind, () -> file.get().map(text -> before + text + behind));
  }

  private Courier courier(String type) {
    var settings =
        new NotifySettings("prod", null, Map.of("x", channel(type)), List.of(), List.of(), null);
    return new Courier(
        ConfiguredChannels.of(settings, "1", new Scrubber()),
        fixture.store.outbox(),
        fixture.now::get,
        new SimpleMeterRegistry(),
        () -> 0.5);
  }

  private ChannelSettings channel(String type) {
    var url = http.url();
    return switch (type) {
      case "webhook" ->
          new ChannelSettings.Webhook(
              secret(url + "&key=", ""), List.of(TestEvents.SECRET), Severity.INFO);
      case "slack" -> new ChannelSettings.Slack(secret(url + "&key=", ""), Severity.INFO);
      case "pagerduty" ->
          new ChannelSettings.PagerDuty(URI.create(url), secret("", ""), Severity.INFO, 20);
      case "alertmanager" ->
          new ChannelSettings.Alertmanager(
              List.of(secret(url.replaceFirst("/hook.*", "/"), "")), Severity.INFO);
      default ->
          new ChannelSettings.Email(
              new Smtp(
                  "127.0.0.1",
                  mail.port(),
                  Smtp.Tls.NONE,
                  "certs",
                  secret("", ""),
                  null,
                  Smtp.Auth.XOAUTH2),
              "from@example.com",
              List.of("ops@example.com"),
              Severity.INFO);
    };
  }

  private static NewDelivery delivery(String type, String id) {
    var body =
        switch (type) {
          case "mail" -> TestMails.body("ops@example.com", id);
          case "alertmanager" -> ALERT;
          default -> "{\"n\":1}";
        };
    return new NewDelivery(id, id, body, List.of(), Set.of(id));
  }
}
