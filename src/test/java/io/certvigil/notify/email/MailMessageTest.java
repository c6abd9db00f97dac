package io.certvigil.notify.email;

import static io.certvigil.notify.TestEvents.NOW;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.WireJson;
import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.MessageTable;
import io.certvigil.policy.Severity;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
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
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the content of mails, as parsed by Jakarta Mail. */
class MailMessageTest {
  private static final URI PAGES = URI.create("https://certs.example.com");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  @Test
  void mail_hasTextAndHtml() throws Exception {
    var mail = parsed(mail(serialized(1, "device-1.example.com", "warning")));
    var alternative = (MimeMultipart) mail.getContent();

    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    assertThat(types(alternative)).containsExactly("text/plain", "text/html");
    assertThat(text(alternative.getBodyPart(0)))
        .contains("WARNING  device-1.example.com expires in 13 d 21 h (2026-12-04T20:00Z)")
        .contains("https://certs.example.com/certificates/key1");
    assertThat(text(alternative.getBodyPart(1)))
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
    assertThat(mail.getHeader("From", null)).isEqualTo("\"Certvigil prod-eu\" <from@example.com>");
    assertThat(mail.getHeader("To", null)).isEqualTo("<ops@example.com>");
    assertThat(mail.getHeader("Date", null)).isEqualTo("Fri, 20 Nov 2026 22:00:07 +0000");
    assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(mail.getHeader("Importance", null)).isEqualTo("high");
    assertThat(mail.getHeader("X-Certvigil-Installation", null)).isEqualTo("prod-eu");
    assertThat(mail.getHeader("X-Certvigil-Severity", null)).isEqualTo("critical");
    assertThat(mail.getMessageID()).matches("<ntf_[0-9a-z]{26}_[0-9a-z]{10}@example\\.com>");
  }

  @Test
  void manyAlerts_areListedUpToTwenty_andAttached() throws Exception {
    var events = IntStream.rangeClosed(1, 25).mapToObj(n -> serialized(n, "d" + n, "warning"));
    var mail = parsed(mail(events.toArray(SerializedEvent[]::new)));
    var mixed = (MimeMultipart) mail.getContent();
    var alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();

    assertThat(types(mixed)).containsExactly("multipart/alternative", "text/csv");
    assertThat(text(alternative.getBodyPart(0)))
        .contains("and 5 more: see the attached list", "25  client_certificates · example.com");
    assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("certvigil-prod-eu-2026-11-20.csv");
    assertThat(csv(text(mixed.getBodyPart(1)))).hasSize(26);
  }

  @Test
  void sameBatch_hasTheSameBytes() {
    var one =
        channel()
            .compose(eventBatch(serialized(1, "größe", "warning"), serialized(2, "b", "info")));
    var other =
        channel()
            .compose(eventBatch(serialized(1, "größe", "warning"), serialized(2, "b", "info")));

    assertThat(other).isEqualTo(one);
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
      assertThat(parsed(MailBody.read(newDeliveries.get(1).body()).message()).getHeader("To", null))
          .isEqualTo("<b@example.com>");
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
    var mail = parsed(message(channel().composeMessage(message).getFirst().body()));
    var mixed = (MimeMultipart) mail.getContent();
    var alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();

    assertThat(mail.getSubject()).isEqualTo("[prod-eu] 2 certificates expire within 60 d");
    assertThat(text(alternative.getBodyPart(0))).contains("platform (1)", "<shop> (1)");
    assertThat(html(mail)).contains(">platform <", ">&lt;shop&gt; <");
    assertThat(csv(text(mixed.getBodyPart(1)))).hasSize(2);
  }

  @Test
  void emptyBatch_isNoMail() {
    assertThat(channel().compose(eventBatch())).isEmpty();
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
  void rejectedMail_isReplacedByAShortOneThatNamesIt() throws Exception {
    var events = IntStream.rangeClosed(1, 25).mapToObj(n -> serialized(n, "dé'<" + n, "warning"));
    var newDelivery =
        channel().compose(eventBatch(events.toArray(SerializedEvent[]::new))).getFirst();
    var body = MailBody.read(newDelivery.body());
    var shorter = body.fallback().orElseThrow();
    var mail = parsed(MailBody.read(shorter.body()).message());

    assertThat(mail.getContentType()).startsWith("text/plain");
    assertThat(mail.getMessageID()).isEqualTo("<" + shorter.messageId() + "@example.com>");
    assertThat(mail.getHeader("In-Reply-To", null))
        .isEqualTo("<" + newDelivery.id() + "@example.com>");
    assertThat(text(mail))
        .contains("This message replaces message " + newDelivery.id(), "warning: d???25 expires")
        .doesNotContain("http")
        .matches(Pattern.compile("[ -~\r\n]*"));
    assertThat(MailBody.read(shorter.body()).fallback()).isEmpty();
    assertThat(MailBody.read(shorter.body()).to()).isEqualTo("ops@example.com");
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void hostileName_breaksNothing(String name) throws Exception {
    for (int count : List.of(1, 25)) {
      var raw = mail(named(name, count));
      var harmless = parsed(mail(named("device", count)));
      var mail = parsed(raw);

      assertThat(raw.getBytes(UTF_8)).isEqualTo(raw.getBytes(US_ASCII));
      assertThat(raw.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
      assertThat(raw.lines()).allMatch(line -> line.length() <= 200);
      assertThat(headers(mail)).isEqualTo(headers(harmless));
      assertThat(mail.getAllRecipients()).hasSize(1);
      assertThat(mail.getSubject()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
      assertThat(mail.getSubject().codePoints().count()).isLessThanOrEqualTo(140);
      assertThat(tags(html(mail))).isEqualTo(tags(html(harmless)));
    }
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void hostileName_isACellOfText(String name) throws Exception {
    var mixed = (MimeMultipart) parsed(mail(named(name, 25))).getContent();
    var rows = csv(text(mixed.getBodyPart(1)));

    assertThat(rows).hasSize(26).allSatisfy(row -> assertThat(row).hasSize(rows.get(0).size()));
    assertThat(rows.stream().flatMap(List::stream))
        .noneMatch(cell -> cell.matches("(?s)[=+@\t\r-].*") && !cell.matches("-[0-9]+"));
  }

  private static List<String> hostileNames() {
    return List.of(
        "<!channel>",
        "\"quoted\" 'too' \\ back",
        "a\r\nBcc: victim@example.com",
        "a\r\n\r\n<script>alert(1)</script>",
        "a\nContent-Type: text/html\r\n",
        "\u202egnp.exe\u202c \u200f\u061c",
        "x".repeat(10_000),
        "é".repeat(10_000),
        "\ud83d\ude00".repeat(300),
        "half \ud83d and \ude00 back",
        "=?UTF-8?Q?=0D=0ABcc:_x@example.com?=",
        "=HYPERLINK(\"http://example.com\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "</td></table><img src=x onerror=alert(1)>",
        "&lt;b&gt; &amp;",
        "--=_alt_x\r\n--=_mix_x--",
        ".",
        "\u0000\u0007\u001b[31m",
        "\u2028line\u2029par",
        "%s %d %n",
        ",;\"\",\"\n\"");
  }

  @Test
  void hostileInstallation_addsNoHeader() throws Exception {
    var batch =
        new EventBatch(
            "prod\r\nBcc: x@example.com\r\n\u202e\"<b>",
            "mail",
            PAGES,
            List.of(serialized(1, "x", "warning")),
            NOW);
    var mail = parsed(message(channel().compose(batch).getFirst().body()));

    assertThat(headers(mail)).isEqualTo(headers(parsed(mail(serialized(1, "x", "warning")))));
    assertThat(mail.getFrom()).hasSize(1);
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
    var mail = parsed(message(channel().compose(sample()).getFirst().body()));
    var mixed = (MimeMultipart) mail.getContent();
    var alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();

    var text = text(alternative.getBodyPart(0)).replace("\r\n", "\n");
    var html = text(alternative.getBodyPart(1)).replace("\r\n", "\n");
    var folder = Files.createDirectories(Path.of("target", "mail"));
    Files.writeString(folder.resolve("mail.txt"), text);
    Files.writeString(folder.resolve("mail.html"), html);
    assertGolden("mail.txt", text);
    assertGolden("mail.html", html);
  }

  private static void assertGolden(String name, String lines) throws IOException {
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
    return new EventBatch("prod-eu", "mail", PAGES, List.of(events), NOW);
  }

  private static String mail(SerializedEvent... events) {
    return message(channel().compose(eventBatch(events)).getFirst().body());
  }

  private static String mail(SerializedEvent event, int days) {
    var again = new SerializedEvent("evt_again", event.alertKey(), event.json());
    var at = NOW.plus(Duration.ofDays(days));
    var batch = new EventBatch("prod-eu", "mail", PAGES, List.of(again), at);
    return message(channel().compose(batch).getFirst().body());
  }

  private static String message(String body) {
    return MailBody.read(body).message();
  }

  private static EmailChannel channel(String... to) {
    var smtp =
        new NotifySettings.Smtp("localhost", 25, NotifySettings.Smtp.Tls.STARTTLS, null, null);
    return new EmailChannel(
        "mail",
        new NotifySettings.ChannelSettings.Email(
            smtp,
            "from@example.com",
            to.length == 0 ? List.of("ops@example.com") : List.of(to),
            Severity.INFO),
        Duration.ofSeconds(1));
  }

  private static MimeMessage parsed(String message) throws MessagingException {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(message.getBytes(US_ASCII)));
  }

  private static String text(Part part) throws MessagingException, IOException {
    try (var in = part.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String html(MimeMessage mail) throws MessagingException, IOException {
    var content = (MimeMultipart) mail.getContent();
    var alternative =
        content.getBodyPart(0).isMimeType("multipart/alternative")
            ? (MimeMultipart) content.getBodyPart(0).getContent()
            : content;
    return text(alternative.getBodyPart(1));
  }

  /** The tags without the text between them. */
  private static List<String> tags(String html) {
    return TAG.matcher(html).results().map(result -> result.group()).toList();
  }

  private static List<String> types(MimeMultipart parts) throws MessagingException {
    var types = new ArrayList<String>();
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart part = parts.getBodyPart(i);
      types.add(part.getContentType().replaceFirst(";(?s).*", ""));
    }
    return types;
  }

  private static List<String> headers(MimeMessage mail) throws MessagingException {
    return Collections.list(mail.getAllHeaders()).stream().map(header -> header.getName()).toList();
  }

  /** Parses CSV in the format of RFC 4180. */
  private static List<List<String>> csv(String text) {
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    var in = text.replaceFirst("^\ufeff", "");
    for (int i = 0; i < in.length(); i++) {
      char c = in.charAt(i);
      if (quoted && c == '"' && in.startsWith("\"\"", i)) {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(List.copyOf(row));
          row.clear();
        }
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    return rows;
  }
}
