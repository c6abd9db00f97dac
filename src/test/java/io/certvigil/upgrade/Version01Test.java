package io.certvigil.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.config.Config;
import io.certvigil.store.Requests;
import io.certvigil.store.Store;
import io.certvigil.store.view.RequestKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opens the store and config of version 0.1. No data may be lost. */
class Version01Test {
  /** Longer than the longest retry delay. */
  private static final Duration LATER = Duration.ofHours(2);

  @TempDir private Path folder;
  private Installation site;

  /** A delivery that was open when version 0.1 was stopped. */
  private record PendingRow(long id, String channel, String messageId, String body) {}

  @BeforeEach
  void install() throws IOException {
    var estate = Version01Maker.estate();
    Version01Maker.change(estate);
    site = new Installation(folder, Instant.parse(recorded("now").strip()), estate);
    try (var in = new GZIPInputStream(Installation.resource(Version01Maker.STORE))) {
      Files.copy(in, site.store());
    }
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static String recorded(String name) throws IOException {
    try (var in = Installation.resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Only the daemon may migrate. */
  private void migrate() {
    site.daemon().close();
  }

  private String output(String name) {
    return site.run(Version01Maker.OUTPUTS.getOrDefault(name, List.of()).toArray(String[]::new));
  }

  private List<JsonObject> objects(String name) {
    return JsonParser.parseString(output(name)).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static Map<String, Long> count(
      List<JsonObject> objects, Function<JsonObject, String> what) {
    return objects.stream()
        .collect(Collectors.groupingBy(what, TreeMap::new, Collectors.counting()));
  }

  private static String text(JsonObject object, String field) {
    var value = object.get(field);
    return value.isJsonNull() ? "" : value.getAsString();
  }

  @Test
  void config_isReadWithoutWarning() {
    site.variable("REQUESTS_PER_5M", "1200")
        .variable("SLACK_URL", "https://hooks.slack.com/services/T0/B0/not-a-real-one");

    var config = Config.load(site.sources());

    assertThat(config.warnings()).isEmpty();
    assertThat(config.alerting().channels().values())
        .extracting(channel -> channel.type())
        .containsExactly("webhook", "slack", "alertmanager", "pagerduty", "email");
    assertThat(config.watch())
        .extracting(watch -> tuple(watch.name(), watch.labels()))
        .containsExactly(
            tuple("legacy", Map.of("team", "metering")),
            tuple("main", Map.of("site", "Mülheim", "team", "platform"))); // ${SITE} is expanded
  }

  static Stream<String> outputs() {
    return Version01Maker.OUTPUTS.keySet().stream().sorted();
  }

  /** Compared as JSON and not as bytes, because the order of labels differs between processes. */
  @ParameterizedTest
  @MethodSource("outputs")
  void command_printsWhatVersion01Printed(String name) throws IOException {
    migrate();

    var now = JsonParser.parseString(output(name)).getAsJsonArray();

    var then = JsonParser.parseString(recorded(name)).getAsJsonArray();
    assertThat(now).isNotEmpty().hasSameSizeAs(then);
    if (name.equals("list.json")) { // since 0.2 what is ahead comes first
      assertThat(now).containsExactlyInAnyOrderElementsOf(then);
      return;
    }
    if (name.equals("alerts.json")) { // since 0.2 the time left is the one of now
      Stream.of(now, then)
          .flatMap(all -> all.asList().stream())
          .forEach(Version01Test::withoutSummary);
    }
    for (int at = 0; at < then.size(); at++) {
      assertThat(now.get(at)).as("%s[%d]", name, at).isEqualTo(then.get(at));
    }
  }

  private static void withoutSummary(JsonElement alert) {
    assertThat(alert.getAsJsonObject().remove("summary")).isNotNull();
  }

  @Test
  void certificates_areKeptWithTheirHistory() {
    migrate();

    assertThat(count(objects("list.json"), one -> text(one, "source")))
        .containsOnly(
            Map.entry("access_certificates", 7L),
            Map.entry("certificate_packs", 29L),
            Map.entry("client_certificates", 71L),
            Map.entry("custom_certificates", 2L),
            Map.entry("custom_hostnames", 27L),
            Map.entry("custom_trust_store", 3L),
            Map.entry("gateway_certificates", 9L),
            Map.entry("mtls_certificates", 6L),
            Map.entry("origin_ca", 30L),
            Map.entry("origin_pull", 13L),
            Map.entry("origin_pull_hostnames", 12L),
            Map.entry("saml_certificates", 6L),
            Map.entry("service_tokens", 16L));
    assertThat(count(objects("changes.json"), one -> one.get("changes").toString()))
        .containsKeys(
            "[\"appeared\"]",
            "[\"baseline\"]",
            "[\"disappeared\"]",
            "[\"renewed\"]",
            "[\"status\"]");
  }

  @Test
  void alertsAndSilences_areKept() {
    migrate();

    var alerts = objects("alerts.json");
    assertThat(count(alerts, one -> text(one, "state"))).containsOnly(Map.entry("firing", 67L));
    assertThat(count(alerts, one -> text(one, "rung")))
        .containsOnlyKeys("", "0", "12d", "14d", "30d", "3d", "60d", "7d");
    assertThat(count(alerts, one -> text(one, "acknowledged_by")))
        .containsOnly(Map.entry("", 66L), Map.entry("olga", 1L));
    assertThat(alerts).filteredOn(alert -> !alert.getAsJsonArray("silences").isEmpty()).hasSize(5);
    assertThat(count(objects("silences.json"), one -> text(one, "state")))
        .containsOnly(Map.entry("active", 2L), Map.entry("expired", 1L));
  }

  @Test
  void unreadableListsAndRequests_areKept() {
    migrate();

    try (var store = Store.openForCommand(Config.load(site.sources()).store())) {
      assertThat(store.damage()).isEmpty();
      assertThat(store.scopes().health())
          .filteredOn(list -> list.fault() != null)
          .hasSize(2)
          .allSatisfy(list -> assertThat(list.fault()).asString().startsWith("forbidden"));
      assertThat(store.requests().summary(1)).contains("swept");
      assertThat(store.requests().pending())
          .containsExactly(new Requests.Pending(2, RequestKind.SWEEP, ""));
    }
  }

  @Test
  void deliveries_areKept() {
    migrate();

    var deliveries = objects("outbox.json");
    assertThat(count(deliveries, one -> text(one, "state")))
        .containsOnly(
            Map.entry("delivered", 174L), Map.entry("ready", 40L), Map.entry("suppressed", 15L));
    assertThat(count(ready(deliveries), one -> text(one, "channel")))
        .containsOnly(
            Map.entry("am", 20L),
            Map.entry("chat", 3L),
            Map.entry("mail", 6L),
            Map.entry("ops-hook", 3L),
            Map.entry("pager", 8L));
  }

  private static List<JsonObject> ready(List<JsonObject> deliveries) {
    return deliveries.stream().filter(one -> text(one, "state").equals("ready")).toList();
  }

  @Test
  void openDelivery_isDeliveredOnceUnderItsStoredId() throws SQLException {
    var waiting = pendingRows();
    migrate();
    var before = ready(objects("outbox.json"));
    site.clock.advance(LATER);

    try (var daemon = site.daemon()) {
      daemon.sweep();
      daemon.sweep(); // must not send anything again
    }

    var ids = before.stream().map(one -> one.get("id").getAsLong()).toList();
    assertThat(waiting).extracting(PendingRow::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(objects("outbox.json"))
        .filteredOn(one -> ids.contains(one.get("id").getAsLong()))
        .extracting(one -> tuple(text(one, "state"), text(one, "message_id"), attempts(one)))
        .containsExactlyElementsOf(
            before.stream()
                .map(one -> tuple("delivered", text(one, "message_id"), attempts(one) + 1))
                .toList());
    for (var channel : List.of("ops-hook", "chat", "am", "pager", "mail")) {
      var expected = waiting.stream().filter(one -> one.channel().equals(channel)).toList();
      assertReceivedOnce(channel, expected.stream().map(Version01Test::message).toList());
    }
  }

  private static int attempts(JsonObject delivery) {
    return delivery.get("attempts").getAsInt();
  }

  private void assertReceivedOnce(String channel, List<String> expected) {
    var received = received(channel);
    assertThat(received).as(channel).doesNotHaveDuplicates();
    assertThat(received).as(channel).containsAll(expected);
    assertThat(expected).as(channel).isNotEmpty().doesNotHaveDuplicates();
  }

  /** Reads them before this version opens the store, so in the schema of version 0.1. */
  private List<PendingRow> pendingRows() throws SQLException {
    var waiting = new ArrayList<PendingRow>();
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + site.store());
        var statement = database.createStatement();
        var row =
            statement.executeQuery(
                "SELECT id, channel, message_id, body FROM delivery WHERE closed_at IS NULL")) {
      while (row.next()) {
        waiting.add(
            new PendingRow(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
      }
    }
    return waiting;
  }

  /** The message that the receiver should get, in the form of {@link #received}. */
  private static String message(PendingRow waiting) {
    return switch (waiting.channel()) {
      case "ops-hook" -> waiting.messageId() + " " + waiting.body();
      case "am" -> json(waiting.body()).get("alert").toString();
      case "mail" -> mail(waiting);
      case "pager" -> json(waiting.body()).toString();
      default -> waiting.body();
    };
  }

  private static String mail(PendingRow waiting) {
    var message = text(json(waiting.body()), "message");
    assertThat(message).contains("Message-ID: <" + waiting.messageId() + "@example.com>");
    return message.strip();
  }

  /** The received messages, without the parts that an attempt adds to the stored body. */
  private List<String> received(String channel) {
    return switch (channel) {
      case "ops-hook" ->
          site.hook.received().stream()
              .filter(message -> message.verified())
              .map(message -> message.id() + " " + message.text())
              .toList();
      case "am" ->
          site.http.received(HttpReceiver.ALERTMANAGER).stream()
              .flatMap(body -> JsonParser.parseString(body).getAsJsonArray().asList().stream())
              .map(alert -> without(alert.getAsJsonObject(), "endsAt"))
              .toList();
      case "pager" ->
          site.http.received(HttpReceiver.PAGERDUTY).stream()
              .map(body -> without(json(body), "routing_key"))
              .toList();
      case "mail" -> site.mail.messages().stream().map(String::strip).toList();
      default -> site.http.received(HttpReceiver.SLACK);
    };
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static String without(JsonObject object, String added) {
    object.remove(added);
    return object.toString();
  }
}
