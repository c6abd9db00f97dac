package io.certvigil.notify.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.HostileText;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.EventFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.WireJson;
import io.certvigil.notify.http.MinimumInterval;
import io.certvigil.notify.message.AlertMessageBuilder;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackChannelTest {
  private final ByteReceiver slack = new ByteReceiver(ByteReceiver.status(500));

  @AfterEach
  void close() {
    slack.close();
  }

  @ParameterizedTest
  @CsvSource({
    "200, ok, Delivered, ''",
    "200, <html>hello</html>, TryLater, NOT_FOUND",
    "204, '', TryLater, NOT_FOUND",
    "429, ratelimited, TryLater, RATE_LIMITED",
    "500, rollup_error, TryLater, HTTP_5XX",
    "500, oops, TryLater, HTTP_5XX",
    "503, '', TryLater, HTTP_5XX",
    "200, rollup_error, TryLater, HTTP_5XX",
    "403, action_prohibited, TryLater, FORBIDDEN",
    "403, invalid_token, TryLater, UNAUTHORIZED",
    "403, '', TryLater, FORBIDDEN",
    "404, channel_not_found, TryLater, NOT_FOUND",
    "404, no_service, TryLater, NOT_FOUND",
    "404, no_team, TryLater, NOT_FOUND",
    "410, channel_is_archived, TryLater, NOT_FOUND",
    "302, '', TryLater, REDIRECT",
    "400, no_service, TryLater, NOT_FOUND",
    "400, channel_not_found, TryLater, NOT_FOUND",
    "400, invalid_payload, Rejected, REJECTED",
    "400, invalid_blocks, Rejected, REJECTED",
    "400, user_not_found, Rejected, REJECTED",
    "413, '', Rejected, REJECTED"
  })
  void reply_hasItsOutcome(int status, String body, String verdict, String reason) {
    slack.behave((request, connection, out) -> ByteReceiver.write(out, status, "", body));

    var outcome = send("{\"text\":\"hello\"}");

    assertThat(outcome.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(reason(outcome)).isEqualTo(reason);
    assertThat(slack.requests().getFirst().body()).isEqualTo("{\"text\":\"hello\"}");
    assertThat(outcome.answer()).doesNotContain("abcsecret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|1|Delivered|",
        "200|{\"ok\":true}|Delivered|",
        "200|{\"success\":true}|Delivered|",
        "200| {\"ok\": true, \"ts\": \"1\"} |Delivered|",
        "200|{\"ok\":false}|Rejected|REJECTED",
        "200|{\"ok\":false,\"error\":\"invalid_blocks\"}|Rejected|REJECTED",
        "200|{\"success\":false}|Rejected|REJECTED",
        "200|{\"ok\":true,\"success\":false}|Rejected|REJECTED",
        "200|{\"ok\":false,\"error\":\"channel_not_found\"}|TryLater|UNAUTHORIZED",
        "200|{\"ok\":\"yes\"}|TryLater|NOT_FOUND",
        "200|{\"ok\":true|TryLater|NOT_FOUND",
        "200|{}|TryLater|NOT_FOUND",
        "200|[1]|TryLater|NOT_FOUND",
        "200|11|TryLater|NOT_FOUND",
        "201|1|TryLater|NOT_FOUND",
        "500|{\"ok\":true}|TryLater|HTTP_5XX",
        "400|{\"ok\":true}|Rejected|REJECTED"
      })
  void receiverLikeSlack_saysWhetherItAccepts(
      int status, String body, String verdict, @Nullable String reason) {
    slack.behave((request, connection, out) -> ByteReceiver.write(out, status, "", body));

    var outcome = send("{\"text\":\"hello\"}");

    assertThat(outcome.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(reason(outcome)).isEqualTo(reason == null ? "" : reason);
  }

  @Test
  void messages_areASecondApart() {
    var clock = new AtomicLong(-5_000_000_000L);
    var spacing =
        new MinimumInterval(
            Duration.ofSeconds(1), clock::get, time -> clock.addAndGet(time.toNanos()));

    for (int n = 0; n < 4; n++) {
      spacing.await();
    }

    assertThat(clock.get()).isEqualTo(-2_000_000_000L);
  }

  @Test
  void hostileText_breaksNothing() {
    for (var name : HostileText.NAMES) {
      var facts = EventFixture.of("certificate.escalated", "critical", name, Duration.ofDays(2));
      var other = EventFixture.withoutCertificate("channel.failing", "warning", name);
      var message = message(facts, other);

      check(message, name);
      var text = String.join("\n", texts(message));
      assertThat(text).as(name).doesNotContain("\r", "\u202e", "\u2066", "\u0000", "\u001b");
      for (var mrkdwn : mrkdwn(message)) {
        assertThat(mrkdwn.replaceAll("<https://[^<>|]+\\|(Cloudflare|Certvigil|View all)>", ""))
            .as(name)
            .doesNotContain("<", ">");
      }
      assertThat(message.get("text").getAsString()).as(name).doesNotContain("<", ">");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 19, 20, 21, 22, 100, 999, 10_000})
  void anyNumber_staysWithinLimits(int events) {
    var random = new Random(events);
    var facts = new ArrayList<EventFixture>();
    for (int n = 0; n < events; n++) {
      facts.add(some(random, n));
    }

    check(JsonParser.parseString(written(facts)).getAsJsonObject(), events + " events");
  }

  private static EventFixture some(Random random, int n) {
    var name = n + HostileText.NAMES.get(random.nextInt(HostileText.NAMES.size()));
    var severity = List.of("critical", "warning", "info").get(random.nextInt(3));
    if (random.nextInt(10) == 0) {
      return EventFixture.withoutCertificate("source.unreadable", severity, name);
    }
    var facts =
        EventFixture.of(
                "certificate.escalated", severity, name, Duration.ofHours(random.nextInt(5000)))
            .in("origin_ca", "y".repeat(random.nextInt(250)) + n);
    return random.nextInt(5) == 0 ? facts.resolved("renewed") : facts;
  }

  @Test
  void twentyLines_areShown_whenTheyAreShort() {
    var facts = new ArrayList<EventFixture>();
    for (int n = 0; n < 1000; n++) {
      facts.add(
          EventFixture.of("certificate.escalated", "warning", "d" + n, Duration.ofDays(n + 1)));
    }

    var written = written(facts);

    assertThat(written).contains("🟠 d19 ").doesNotContain("🟠 d20 ");
    assertThat(written).contains("and 980 more; total:\\n1000 × example.com · team=platform");
  }

  @Test
  void rejected_isReplacedByPlainText_once() {
    var facts = EventFixture.of("certificate.escalated", "critical", "a<b>&c", Duration.ofDays(2));
    var body = WireJson.write(message(facts));

    var plainer = SlackMessage.fallback(TestEvents.delivery("ntf_1", body)).orElseThrow();
    var plain = JsonParser.parseString(plainer.body()).getAsJsonObject();

    assertThat(plain.has("blocks")).isFalse();
    assertThat(plain.get("text").getAsString())
        .contains("a&lt;b&gt;&amp;c expires in 2 d")
        .contains("client_certificates");
    assertThat(SlackMessage.fallback(TestEvents.delivery("ntf_2", plainer.body()))).isEmpty();
  }

  /**
   * Compares a sample message with the stored one; the new one is written to the build directory.
   */
  @Test
  void example_isUnchanged() throws IOException {
    var written =
        new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(message(example()))
            + "\n";
    Files.writeString(Path.of("target", "slack-example.json"), written);

    try (var shipped = getClass().getResourceAsStream("slack-example.json")) {
      assertThat(written)
          .isEqualTo(new String(Objects.requireNonNull(shipped).readAllBytes(), UTF_8));
    }
  }

  private static EventFixture[] example() {
    return new EventFixture[] {
      EventFixture.of(
              "certificate.expired", "critical", "vpn-gw-03.corp.example", Duration.ofHours(-5))
          .in("mtls_certificates", "")
          .alert("rung", "0")
          .alert("previous_rung", "1d"),
      EventFixture.of(
              "certificate.escalated", "critical", "payments.shop.example", Duration.ofHours(53))
          .in("custom_certificates", "shop.example")
          .summary(
              "payments.shop.example expires in 2 d 5 h (2026-11-23T03:00Z);"
                  + " no other covers pay.shop.example")
          .alert("rung", "3d")
          .alert("previous_rung", "7d"),
      EventFixture.of(
          "certificate.escalated", "warning", "device-17.example.com", Duration.ofHours(333)),
      EventFixture.of("certificate.expiring", "warning", "*.edge.example.com", Duration.ofDays(19))
          .in("certificate_packs", "example.com")
          .alert("rung", "20d")
          .alert("previous_rung", null),
      EventFixture.withoutCertificate(
          "source.unreadable",
          "warning",
          "credential legacy, unauthorized: 3 lists unreadable: origin_ca of shop.example,"
              + " origin_ca of example.com and 1 more (Invalid API Token)"),
      EventFixture.of("certificate.resolved", "critical", "api.example.com", Duration.ofDays(365))
          .in("custom_certificates", "example.com")
          .resolved("renewed")
    };
  }

  private static void check(JsonObject message, String what) {
    var blocks = message.getAsJsonArray("blocks");
    assertThat(blocks.size()).as(what).isBetween(2, SlackMessage.BLOCKS);
    int all = message.get("text").getAsString().length();
    for (var text : texts(message)) {
      assertThat(text.length()).as(what).isBetween(1, SlackMessage.SECTION);
      all += text.length();
    }
    assertThat(all).as(what).isLessThanOrEqualTo(SlackMessage.MAX_CHARACTERS);
    var header = blocks.get(0).getAsJsonObject().getAsJsonObject("text");
    assertThat(header.get("text").getAsString().length()).as(what).isLessThanOrEqualTo(150);
    assertThat(UTF_8.newEncoder().canEncode(message.toString())).as(what).isTrue();
  }

  private static List<String> texts(JsonObject message) {
    return objects(message).map(text -> text.get("text").getAsString()).toList();
  }

  private static List<String> mrkdwn(JsonObject message) {
    return objects(message)
        .filter(text -> text.get("type").getAsString().equals("mrkdwn"))
        .map(text -> text.get("text").getAsString())
        .toList();
  }

  private static Stream<JsonObject> objects(JsonObject message) {
    return message.getAsJsonArray("blocks").asList().stream()
        .map(block -> block.getAsJsonObject())
        .map(
            block ->
                block.get("elements") instanceof JsonArray elements
                    ? elements.get(0).getAsJsonObject()
                    : block.getAsJsonObject("text"));
  }

  private static JsonObject message(EventFixture... facts) {
    return JsonParser.parseString(written(List.of(facts))).getAsJsonObject();
  }

  private static String written(List<EventFixture> facts) {
    return SlackMessage.of(AlertMessageBuilder.of(EventFixture.eventBatch(facts)));
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Outcome.Failure failure ? failure.reason().name() : "";
  }

  private Outcome send(String body) {
    var settings = new NotifySettings.ChannelSettings.Slack(new Secret(slack.url()), Severity.INFO);
    try (var channel =
        new SlackChannel(
            "slack",
            settings,
            "1.2.3",
            Duration.ofSeconds(5),
            new Scrubber(),
            new Connector(OutboundSettings.DIRECT))) {
      return channel.send(TestEvents.delivery("ntf_1", body), TestEvents.NOW);
    }
  }
}
