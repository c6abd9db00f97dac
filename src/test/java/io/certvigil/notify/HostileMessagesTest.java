package io.certvigil.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.certvigil.HostileText;
import io.certvigil.notify.alertmanager.AlertmanagerBody;
import io.certvigil.notify.email.SmtpReply;
import io.certvigil.notify.email.TestMails;
import io.certvigil.notify.http.HttpReply;
import io.certvigil.notify.message.AlertMessageBuilder;
import io.certvigil.notify.pagerduty.PagerDutyBody;
import io.certvigil.notify.slack.SlackMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HostileMessagesTest {
  private static final String HARMLESS = "xy";

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void slack_isPrintable(String text) {
    HostileText.assertPrintable(slack(text), slack(HARMLESS));
  }

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void mail_isPrintable(String text) throws Exception {
    var mail = mail(text);
    var harmless = mail(HARMLESS);

    HostileText.assertPrintable(mail.getSubject());
    var bodies = TestMails.bodies(mail);
    var expected = TestMails.bodies(harmless);
    assertThat(bodies).hasSameSizeAs(expected).hasSize(2);
    for (int part = 0; part < bodies.size(); part++) {
      HostileText.assertPrintable(bodies.get(part), expected.get(part));
    }
  }

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void attachedTable_isPrintable(String text) {
    HostileText.assertPrintable(table(text), table(HARMLESS));
  }

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void pagerDuty_isPrintable(String text) {
    var batch = batch(text);
    var payload =
        JsonParser.parseString(PagerDutyBody.of(batch, batch.events().getFirst()))
            .getAsJsonObject()
            .getAsJsonObject("payload");

    for (var field : List.of("summary", "source", "component")) {
      HostileText.assertPrintable(payload.get(field).getAsString());
    }
  }

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void annotationsOfAlertmanager_arePrintable(String text) {
    HostileText.assertPrintable(annotations(text), annotations(HARMLESS));
  }

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void answerOfAReceiver_isPrintable(String text) {
    HostileText.assertPrintable(new HttpReply(500, text, Duration.ZERO).summary());
    HostileText.assertPrintable(SmtpReply.of(550, text).summary());
  }

  private static EventBatch batch(String text) {
    var certificate =
        EventFixture.of("certificate.escalated", "critical", text, Duration.ofDays(2))
            .in("client_certificates", text)
            .hosts(text)
            .labels(Map.of("team", text))
            .certificate("status", text)
            .certificate("issuer", text)
            .certificate("serial", text);
    return EventFixture.eventBatch(
        certificate, EventFixture.withoutCertificate("channel.failing", "warning", text));
  }

  private static String slack(String text) {
    var lines = new ArrayList<String>();
    collect(JsonParser.parseString(SlackMessage.of(AlertMessageBuilder.of(batch(text)))), lines);
    return String.join("\n", lines);
  }

  private static void collect(JsonElement element, List<String> texts) {
    if (element.isJsonObject()) {
      element.getAsJsonObject().asMap().values().forEach(value -> collect(value, texts));
    } else if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(value -> collect(value, texts));
    } else {
      texts.add(element.getAsString());
    }
  }

  private static String table(String text) {
    return AlertMessageBuilder.of(batch(text)).table().csv();
  }

  private static String annotations(String text) {
    var alertPost = AlertmanagerBody.alertPost("prod-eu", batch(text).events().getFirst());
    var lines = new ArrayList<String>();
    collect(alertPost.alert().get("annotations"), lines);
    return String.join("\n", lines);
  }

  private static MimeMessage mail(String text) throws MessagingException {
    return TestMails.parsed(TestMails.channel("ops@example.com").compose(batch(text)).getFirst());
  }
}
