package io.certvigil.notify.email;

import static io.certvigil.notify.TestEvents.NOW;
import static io.certvigil.notify.email.TestMails.bodies;
import static io.certvigil.notify.email.TestMails.channel;
import static io.certvigil.notify.email.TestMails.parsed;
import static io.certvigil.notify.email.TestMails.parts;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.WireJson;
import io.certvigil.notify.message.AlertMessageBuilder;
import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.MessageTable;
import io.certvigil.policy.Severity;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.view.StoreStamp;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the content of mails, as parsed by Jakarta Mail. */
class MailMessageTest {
  private static final URI PAGES = URI.create("https://certs.example.com");
  private static final EmailChannel CHANNEL = channel("ops@example.com");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  @Test
  void mail_hasTextAndHtml() throws Exception {
    var mail = parsed(mail(serialized(1, "device-1.example.com", "warning")));
    var bodies = bodies(mail);

    assertThat(types(mail)).containsExactly("multipart/alternative", "text/plain", "text/html");
    assertThat(bodies.getFirst())
        .contains("WARNING  device-1.example.com expires in 13 d 21 h (2026-12-04T20:00Z)")
        .contains("https://certs.example.com/certificates/key1");
    assertThat(bodies.getLast())
        .contains("<b>device-1.example.com</b> expires in 13 d 21 h")
        .contains("href=\"https://certs.example.com/certificates/key1\"")
        .doesNotContain("<img", "src=", "url(", "<script", "<link");
  }

  @Test
  void headers_haveSenderDateAndSubject() throws Exception {
    var mail = parsed(mail(serialized(1, "device-1.example.com", "critical")));

    assertThat(mail.getSubject())
        .isEqualTo(
            "[prod-eu] critical: device-1.example.com expires in 13 d 21 h (2026-12-04T20:00Z)");
    assertThat(mail.getHeader("From", null)).isEqualTo("Certvigil prod-eu <from@example.com>");
    assertThat(mail.getHeader("To", null)).isEqualTo("ops@example.com");
    assertThat(mail.getHeader("Date", null)).isEqualTo("Fri, 20 Nov 2026 22:00:07 +0000");
    assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(mail.getHeader("Importance", null)).isEqualTo("high");
    assertThat(mail.getHeader("X-Certvigil-Installation", null)).isEqualTo("prod-eu");
    assertThat(mail.getHeader("X-Certvigil-Severity", null)).isEqualTo("critical");
    assertThat(mail.getMessageID()).matches("<ntf_[0-9a-z]{26}_[0-9a-z]{10}@example\\.com>");
  }

  @Test
  void manyAlerts_areListedUpToTwenty_andAttached() throws Exception {
    var mail = parsed(mail(named("d", 25)));
    var bodies = bodies(mail);

    assertThat(types(mail))
        .containsExactly(
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/csv");
    assertThat(bodies.getFirst())
        .contains("and 5 more: see the attached list", "25  example.com · team=platform");
    assertThat(parts(mail).getLast().getFileName()).isEqualTo("certvigil-prod-eu-2026-11-20.csv");
    assertThat(bodies.getLast().lines()).hasSize(26);
  }

  @Test
  void sameBatch_hasTheSameBytes() {
    var batch = eventBatch(serialized(1, "größe", "warning"), serialized(2, "b", "info"));

    assertThat(CHANNEL.compose(batch)).isEqualTo(channel("ops@example.com").compose(batch));
  }

  @Test
  void eachRecipient_hasADeliveryAndALane() throws Exception {
    try (var channel = channel("a@example.com", "B <b@example.com>", "A@EXAMPLE.com")) {
      var newDeliveries = channel.compose(eventBatch(serialized(1, "x", "warning")));

      assertThat(newDeliveries).hasSize(2);
      assertThat(newDeliveries.get(0).lane()).isNotEqualTo(newDeliveries.get(1).lane());
      assertThat(newDeliveries.get(0).notification())
          .isEqualTo(newDeliveries.get(1).notification());
      assertThat(newDeliveries.get(0).id()).startsWith(newDeliveries.get(0).notification() + "_");
      assertThat(newDeliveries)
          .extracting(newDelivery -> MailBody.read(newDelivery.body()).to())
          .containsExactly("a@example.com", "b@example.com");
      assertThat(parsed(newDeliveries.get(1)).getHeader("To", null)).isEqualTo("b@example.com");
      assertThat(newDeliveries)
          .allSatisfy(newDelivery -> assertThat(newDelivery.eventIds()).containsExactly("evt_1"));
    }
  }

  @Test
  void digest_hasItsHeadingsAndTheList() throws Exception {
    var line =
        new Message.Line(
            Severity.WARNING,
            false,
            "",
            "k",
            "a.example.com",
            "ends",
            "w",
            List.of(),
            List.of(),
            "",
            false,
            null,
            null,
            null);
    var message =
        new Message(
            new Message.Envelope("dig_1", "mail", "prod-eu", NOW, List.of(), Set.of()),
            "2 certificates expire within 60 d",
            Severity.WARNING,
            false,
            List.of(
                new Message.Part("platform", 1, List.of(line)),
                new Message.Part("<shop>", 1, List.of(line))),
            List.of(),
            List.of(),
            null,
            new MessageTable(List.of("name"), List.of(List.of("a.example.com"))));
    var mail = parsed(CHANNEL.composeMessage(message).getFirst());
    var bodies = bodies(mail);

    assertThat(mail.getSubject()).isEqualTo("[prod-eu] 2 certificates expire within 60 d");
    assertThat(bodies.getFirst()).contains("platform (1)", "<shop> (1)");
    assertThat(bodies.get(1)).contains(">platform <", ">&lt;shop&gt; <");
    assertThat(bodies.getLast()).isEqualTo("\ufeffname\r\na.example.com\r\n");
  }

  @Test
  void emptyBatch_isNoMail() {
    assertThat(CHANNEL.compose(eventBatch())).isEmpty();
  }

  @Test
  void mailsAboutOneAlert_areAThread() throws Exception {
    var first = parsed(mail(serialized(1, "x", "warning")));
    var later = parsed(mail(serialized(1, "x", "critical"), 2));
    var other = parsed(mail(serialized(7, "x", "warning")));

    assertThat(later.getHeader("References", null)).isEqualTo(first.getHeader("References", null));
    assertThat(later.getHeader("In-Reply-To", null)).isEqualTo(first.getHeader("References", null));
    assertThat(later.getMessageID()).isNotEqualTo(first.getMessageID());
    assertThat(other.getHeader("References", null))
        .isNotEqualTo(first.getHeader("References", null));
  }

  @Test
  void tooLargeMail_isReplacedByOneWhoseListIsOnThePage() throws Exception {
    var newDelivery = mail(named("d", 3000));
    var body = MailBody.read(newDelivery.body());
    var smaller = body.forSlowConnection().orElseThrow();
    var mail = parsed(MailBody.read(smaller.body()).message());

    assertThat(types(mail)).containsExactly("text/plain");
    assertThat(smaller.body().length()).isLessThan(20_000).isLessThan(body.message().length() / 20);
    assertThat(mail.getSubject()).isEqualTo(parsed(newDelivery).getSubject());
    assertThat(mail.getMessageID()).isEqualTo("<" + smaller.messageId() + "@example.com>");
    assertThat(bodies(mail).getFirst().replace("\r\n", "\n"))
        .contains("WARNING  d expires in 13 d 21 h", "and 2980 more\n")
        .contains(
            "This message replaces message " + newDelivery.id() + ",\nwhich is too large",
            "The complete list: https://certs.example.com");
    var rejected = MailBody.read(smaller.body());
    assertThat(rejected.fallback()).isEqualTo(body.fallback());
    assertThat(rejected.forSlowConnection()).isEqualTo(body.fallback());
  }

  @Test
  void mailWithoutAList_hasNoSmallerForm() {
    var body = MailBody.read(mail(named("d", 3)).body());

    assertThat(body.smaller()).isNull();
    assertThat(body.forSlowConnection()).isEqualTo(body.fallback());
  }

  @Test
  void rejectedMail_isReplacedByAShortOneThatNamesIt() throws Exception {
    var newDelivery = mail(named("dé'<", 25));
    var body = MailBody.read(newDelivery.body());
    var shorter = body.fallback().orElseThrow();
    var mail = parsed(MailBody.read(shorter.body()).message());

    assertThat(types(mail)).containsExactly("text/plain");
    assertThat(mail.getMessageID()).isEqualTo("<" + shorter.messageId() + "@example.com>");
    assertThat(mail.getHeader("In-Reply-To", null))
        .isEqualTo("<" + newDelivery.id() + "@example.com>");
    assertThat(bodies(mail).getFirst())
        .contains("This message replaces message " + newDelivery.id(), "warning: d??? expires")
        .doesNotContain("http")
        .matches(Pattern.compile("[ -~\r\n]*"));
    assertThat(MailBody.read(shorter.body()).fallback()).isEmpty();
    assertThat(MailBody.read(shorter.body()).to()).isEqualTo("ops@example.com");
  }

  @ParameterizedTest
  @FieldSource("io.certvigil.HostileText#NAMES")
  void hostileName_breaksNothing(String name) throws Exception {
    for (int count : List.of(1, 25)) {
      var raw = MailBody.read(mail(named(name, count)).body()).message();
      var harmless = parsed(mail(named("device", count)));
      var mail = parsed(raw);

      assertThat(raw.getBytes(UTF_8)).isEqualTo(raw.getBytes(US_ASCII));
      assertThat(raw.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
      assertThat(raw.lines()).allMatch(line -> line.length() <= 200);
      assertThat(headers(mail)).isEqualTo(headers(harmless));
      assertThat(mail.getAllRecipients()).hasSize(1);
      assertThat(mail.getSubject()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
      assertThat(mail.getSubject().codePoints().count()).isLessThanOrEqualTo(140);
      assertThat(tags(bodies(mail).get(1))).isEqualTo(tags(bodies(harmless).get(1)));
    }
  }

  @ParameterizedTest
  @FieldSource("io.certvigil.HostileText#NAMES")
  void hostileName_isACellOfText(String name) throws Exception {
    var table = AlertMessageBuilder.of(eventBatch(named(name, 25))).table();

    assertThat(bodies(parsed(mail(named(name, 25)))).getLast())
        .isEqualTo("\ufeff" + table.csv())
        .doesNotContainPattern("[,\n]\"?[=+@\t\r]");
    assertThat(table.rows()).hasSize(25);
  }

  @Test
  void hostileInstallation_addsNoHeader() throws Exception {
    var batch =
        new EventBatch(
            "prod\r\nBcc: x@example.com\r\n\u202e\"<b>",
            StoreStamp.NONE,
            "mail",
            PAGES,
            List.of(serialized(1, "x", "warning")),
            NOW);
    var mail = parsed(CHANNEL.compose(batch).getFirst());

    assertThat(headers(mail)).isEqualTo(headers(parsed(mail(serialized(1, "x", "warning")))));
    assertThat(mail.getFrom()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\\, b", "=?UTF-8?Q?x?=", "größe =?x?=", "日本語の証明書が期限切れになります"})
  void installation_isDecodedUnchanged(String name) throws Exception {
    var events = List.of(serialized(1, "x", "warning"));
    var mail =
        parsed(
            CHANNEL
                .compose(new EventBatch(name, StoreStamp.NONE, "mail", PAGES, events, NOW))
                .getFirst());

    assertThat(mail.getSubject()).startsWith("[" + name + "] warning: x expires");
    assertThat(mail.getFrom())
        .extracting(from -> ((InternetAddress) from).getPersonal())
        .containsExactly("Certvigil " + name);
    assertThat(MimeUtility.decodeText(mail.getHeader("X-Certvigil-Installation", null)))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "a@b@c",
        "a b@example.com",
        "a@example.com\r\nBcc: x@example.com",
        "<a@example.com",
        "a@example.com, b@example.com",
        "é@example.com",
        "@example.com",
        ""
      })
  void invalidAddress_isRefusedAtTheStart(String address) {
    assertThatThrownBy(() -> channel(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("channels.mail.to: must be a mail address such as");
  }

  /** Compares a sample mail with the stored one; the new one is written to target/mail. */
  @Test
  void sample_isUnchanged() throws Exception {
    var bodies = bodies(parsed(CHANNEL.compose(sample()).getFirst()));

    assertGolden("mail.txt", bodies.getFirst());
    assertGolden("mail.html", bodies.get(1));
  }

  private static void assertGolden(String name, String body) throws IOException {
    var lines = body.replace("\r\n", "\n");
    Files.writeString(Files.createDirectories(Path.of("target", "mail")).resolve(name), lines);
    try (var golden = MailMessageTest.class.getResourceAsStream(name)) {
      assertThat(golden).as(name + ", beside this test's resources").isNotNull();
      assertThat(lines).isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), UTF_8));
    }
  }

  private static EventBatch sample() {
    var events = new ArrayList<SerializedEvent>();
    events.add(sample(1, "shop.example.com", "critical", "certificate.expired", -27));
    events.add(sample(2, "api.example.com", "critical", "certificate.escalated", 31));
    events.add(
        sample(
            3,
            "a-very-long-device-name-that-goes-on-and-on-0123456789abcdef0123456789ab"
                + "cdef.devices.plant-7.example.com",
            "critical",
            "certificate.escalated",
            70));
    for (int number = 4; number <= 24; number++) {
      events.add(
          sample(
              number,
              "device-%02d.example.com".formatted(number),
              number < 12 ? "warning" : "info",
              "certificate.expiring",
              200 + 24 * number));
    }
    var resolved = json(25, "old.example.com", "warning", "certificate.resolved", 2000);
    resolved.getAsJsonObject("alert").addProperty("state", "resolved");
    resolved.getAsJsonObject("alert").addProperty("reason", "renewed");
    events.add(serialized(25, resolved));
    return eventBatch(events.toArray(SerializedEvent[]::new));
  }

  private static SerializedEvent sample(
      int n, String name, String severity, String type, int hours) {
    return serialized(n, json(n, name, severity, type, hours));
  }

  private static SerializedEvent[] named(String name, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> serialized(number, name, "warning"))
        .toArray(SerializedEvent[]::new);
  }

  private static SerializedEvent serialized(int number, String name, String severity) {
    return serialized(number, json(number, name, severity, "certificate.escalated", 13 * 24 + 22));
  }

  private static SerializedEvent serialized(int number, JsonObject json) {
    return new SerializedEvent("evt_" + number, "alert" + number, WireJson.write(json));
  }

  private static JsonObject json(int number, String name, String severity, String type, int hours) {
    var json = TestEvents.json(type, severity);
    var end = Instant.parse("2026-11-20T22:00:00Z").plus(Duration.ofHours(hours));
    json.addProperty("id", "evt_" + number);
    json.addProperty("summary", name + " expires");
    json.getAsJsonObject("alert").addProperty("key", "alert" + number);
    var certificate = json.getAsJsonObject("certificate");
    certificate.addProperty("key", "key" + number);
    certificate.addProperty("id", "id" + number);
    certificate.addProperty("fingerprint_sha256", "f" + number);
    certificate.addProperty("name", name);
    certificate.addProperty("not_after", end.toString());
    json.getAsJsonObject("links").addProperty("certvigil", PAGES + "/certificates/key" + number);
    return json;
  }

  private static EventBatch eventBatch(SerializedEvent... events) {
    return new EventBatch("prod-eu", StoreStamp.NONE, "mail", PAGES, List.of(events), NOW);
  }

  private static NewDelivery mail(SerializedEvent... events) {
    return CHANNEL.compose(eventBatch(events)).getFirst();
  }

  private static NewDelivery mail(SerializedEvent event, int days) {
    var again = new SerializedEvent("evt_again", event.alertKey(), event.json());
    var at = NOW.plus(Duration.ofDays(days));
    var batch = new EventBatch("prod-eu", StoreStamp.NONE, "mail", PAGES, List.of(again), at);
    return CHANNEL.compose(batch).getFirst();
  }

  /** The tags without the text between them. */
  private static List<String> tags(String html) {
    return TAG.matcher(html).results().map(result -> result.group()).toList();
  }

  private static List<String> headers(MimeMessage mail) throws MessagingException {
    return Collections.list(mail.getAllHeaders()).stream().map(header -> header.getName()).toList();
  }

  private static List<String> types(MimeMessage mail) throws MessagingException, IOException {
    var types = new ArrayList<String>();
    for (var part : parts(mail)) {
      types.add(part.getContentType().replaceFirst(";(?s).*", ""));
    }
    return types;
  }
}
