package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.EchoingMailServer;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.ScriptedMailServer;
import io.certvigil.notify.TokenMailServer;
import io.certvigil.redaction.EchoForm;
import io.certvigil.redaction.Scrubber;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests XOAUTH2 against a server that checks the whole response, and the name in EHLO. */
@Timeout(60)
class SmtpAuthTest {
  private static final String USER = "certs@example.com";
  private static final String TOKEN = "ya29.a0AfB_byC-Example0Token";

  private final Scrubber scrubber = new Scrubber();

  @Test
  void rightToken_isAccepted() {
    try (var server = new TokenMailServer(USER, TOKEN)) {
      assertThat(send(smtp(server.port(), TOKEN, null))).isEqualTo(new Delivered("250 queued"));
    }
  }

  @Test
  void wrongToken_isUnauthorized_withTheServersRefusal() {
    try (var server = new TokenMailServer(USER, TOKEN)) {
      assertThat(send(smtp(server.port(), "expired", null)))
          .isInstanceOfSatisfying(
              TryLater.class,
              later -> {
                assertThat(later.reason()).isEqualTo(Reason.UNAUTHORIZED);
                assertThat(later.answer())
                    .isEqualTo("535 5.7.8 Username and Password not accepted here");
                assertThat(later.refusesSecret()).isTrue();
              });
      assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }
  }

  @Test
  void serverWithoutXoauth2_getsNoToken() {
    try (var server = new ScriptedMailServer()) {
      assertThat(send(smtp(server.port(), TOKEN, null)))
          .isEqualTo(
              new TryLater(
                  Reason.UNAUTHORIZED, Duration.ZERO, "the server does not offer AUTH XOAUTH2"));
      assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }
  }

  @ParameterizedTest
  @CsvSource({"monitor.example.com, EHLO monitor.example.com", ", EHLO [127.0.0.1]"})
  void helo_isTheConfiguredName(String helo, String said) {
    try (var server = new ScriptedMailServer()) {
      var smtp =
          new Smtp("127.0.0.1", server.port(), Smtp.Tls.NONE, null, null, helo, Smtp.Auth.PLAIN);
      assertThat(send(smtp)).isInstanceOf(Delivered.class);
      assertThat(server.commands().getFirst()).isEqualTo(said);
    }
  }

  /** A token may be short, and the server may repeat what it was sent. */
  @ParameterizedTest
  @CsvSource({"AUTH, t0k", "AUTH, ya29.a0AfB_byC-Example0Token", "RCPT, t0k"})
  void echoedLogin_isHidden(String refused, String token) {
    scrubber.addLogin(USER, new Secret(token));
    for (var form : EchoForm.values()) {
      try (var server = new EchoingMailServer("XOAUTH2", refused, () -> form)) {
        var outcome = send(smtp(server.port(), token, null));

        var sent = ("user=" + USER + "\u0001auth=Bearer " + token + "\u0001\u0001");
        assertThat(outcome.answer()).as(form.name()).doesNotContain(token, sent);
        assertThat(server.echoes()).isNotEmpty();
      }
    }
  }

  private static Smtp smtp(int port, String token, @org.jspecify.annotations.Nullable String helo) {
    return new Smtp(
        "127.0.0.1", port, Smtp.Tls.NONE, USER, new Secret(token), helo, Smtp.Auth.XOAUTH2);
  }

  private Outcome send(Smtp server) {
    try (var client =
        new SmtpClient(
            server,
            "from@example.com",
            SmtpLimits.all(Duration.ofSeconds(10)),
            scrubber,
            new Connector(OutboundSettings.DIRECT))) {
      return client.send("to@example.com", "Subject: a\r\n\r\ntext\r\n".getBytes(US_ASCII));
    }
  }
}
