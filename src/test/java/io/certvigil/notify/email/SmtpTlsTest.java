package io.certvigil.notify.email;

import static io.certvigil.notify.Outcome.Reason.TLS;
import static io.certvigil.notify.Outcome.Reason.UNAUTHORIZED;
import static io.certvigil.notify.TestEvents.withoutAnswer;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.Smtp.Tls;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.redaction.Scrubber;
import io.certvigil.web.server.TestAuthority;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** Tests TLS and AUTH with an independent mail server. */
@Timeout(60)
class SmtpTlsTest {
  private static final String MESSAGE = "Subject: a\r\n\r\n.dot\r\nlast line\r\n";
  private static final TestAuthority AUTHORITY = new TestAuthority();

  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private @Nullable SMTPServer server;

  /** A test that is run with STARTTLS and with implicit TLS. */
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"STARTTLS", "IMPLICIT"})
  private @interface BothWays {}

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  @BothWays
  void message_arrivesOverTls(Tls tls) {
    int port = start(tls, AUTHORITY.server("localhost", TestAuthority.VALID));

    assertThat(withoutAnswer(send("localhost", port, tls, "right"))).isEqualTo(new Delivered(""));
    assertThat(arrived).containsExactly("from@example.com to@example.com " + MESSAGE);
  }

  @BothWays
  void wrongPassword_isAConfigurationFault(Tls tls) {
    int port = start(tls, AUTHORITY.server("localhost", TestAuthority.VALID));

    var outcome = send("localhost", port, tls, "wrong");

    assertThat(withoutAnswer(outcome)).isEqualTo(later(UNAUTHORIZED));
    assertThat(outcome.answer()).startsWith("535").doesNotContain("wrong");
    assertThat(arrived).isEmpty();
  }

  @BothWays
  void certificateOfAnotherName_isRefused(Tls tls) {
    assertRefused(tls, AUTHORITY.server("mail.example.com", TestAuthority.VALID), "localhost");
  }

  /** The config names an address, so a certificate for its DNS name is not valid for it. */
  @BothWays
  void certificateOfAName_isRefusedForAnAddress(Tls tls) {
    assertRefused(tls, AUTHORITY.server("localhost", TestAuthority.VALID), "127.0.0.1");
  }

  @BothWays
  void expiredCertificate_isRefused(Tls tls) {
    assertRefused(tls, AUTHORITY.server("localhost", TestAuthority.EXPIRED), "localhost");
  }

  @BothWays
  void certificateOfAnUnknownAuthority_isRefused(Tls tls) {
    var unknown = new TestAuthority();
    assertRefused(tls, unknown.server("localhost", TestAuthority.VALID), "localhost");
  }

  private void assertRefused(Tls tls, SSLContext context, String host) {
    assertThat(withoutAnswer(send(host, start(tls, context), tls, "right"))).isEqualTo(later(TLS));
    assertThat(arrived).isEmpty();
  }

  private int start(Tls tls, SSLContext context) {
    var builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, connection) -> {
                      if (!user.equals("user") || !password.equals("right")) {
                        throw new LoginFailedException();
                      }
                    }))
            .insertReceivedHeaders(false)
            .messageHandler(
                (connection, from, to, data) ->
                    arrived.add(from + " " + to + " " + new String(data, US_ASCII)));
    var started =
        tls == Tls.IMPLICIT
            ? builder.serverSocketFactory(context).build()
            : builder.enableTLS().requireTLS().startTlsSocketFactory(context).build();
    started.start();
    server = started;
    return started.getPortAllocated();
  }

  private static Outcome send(String host, int port, Tls tls, String password) {
    var settings = new NotifySettings.Smtp(host, port, tls, "user", new Secret(password));
    var limit = Duration.ofSeconds(20);
    try (var smtp =
        new SmtpClient(
            settings,
            "from@example.com",
            SmtpLimits.all(limit),
            new Scrubber(),
            new Connector(AUTHORITY.outbound()))) {
      return smtp.send("to@example.com", MESSAGE.getBytes(US_ASCII));
    }
  }

  private static TryLater later(Outcome.Reason reason) {
    return new TryLater(reason, Duration.ZERO, "");
  }
}
