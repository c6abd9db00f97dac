package io.certvigil.notify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.demo.FreePort;
import io.certvigil.model.Secret;
import io.certvigil.net.SocketServer;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.ScriptedMailServer;
import io.certvigil.notify.ScriptedMailServer.SmtpStep;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ReceiverProbeTest {
  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PATH = "/hooks/T0/B0/secret-of-a-path";

  /** The first byte that a server received: -1 if none, -2 if the TLS handshake failed. */
  private final CompletableFuture<Integer> firstByte = new CompletableFuture<>();

  private final SocketServer silent = new SocketServer(this::readFirstByte);

  @AfterEach
  void close() {
    silent.close();
  }

  @Test
  void receiverWithoutTls_isSentNothing() {
    assertThat(probe(web("http://127.0.0.1:" + silent.port() + PATH)))
        .containsExactly(new ProbeResult.Reachable("channels.a.url", "answers, without TLS"));
    assertThat(firstByte.join()).isEqualTo(-1);
  }

  @Test
  void receiver_isReachableOverTls() {
    assertThat(probeTls("localhost", TestAuthority.VALID, AUTHORITY))
        .isEqualTo(new ProbeResult.Reachable("channels.a.url", "answers, TLSv1.3"));
  }

  private static List<Arguments> badCertificates() {
    return List.of(
        Arguments.of("hooks.example.com", TestAuthority.VALID, AUTHORITY),
        Arguments.of("localhost", TestAuthority.EXPIRED, AUTHORITY),
        Arguments.of("localhost", TestAuthority.VALID, new TestAuthority()));
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void certificate_isReported_ifItIsNotForTheName_expired_orUntrusted(
      String name, Duration left, TestAuthority issuer) {
    assertUnreachable(probeTls(name, left, issuer), Reason.TLS);
  }

  @Test
  void closedPort_isReported() throws IOException {
    int port = FreePort.any();

    assertUnreachable(probe(web("http://127.0.0.1:" + port + PATH)).getFirst(), Reason.NETWORK);
  }

  @Test
  void unknownName_isReported() {
    var reach = probe(web("https://hooks.example.invalid" + PATH)).getFirst();

    assertThat(reach)
        .isInstanceOfSatisfying(
            ProbeResult.Unreachable.class,
            missed -> assertThat(missed.reason()).isIn(Reason.DNS, Reason.NETWORK));
    assertThat(reach.toString()).doesNotContain("secret", "hooks.example");
  }

  @Test
  void silentServer_isGivenUpInTime() {
    var url = "https://127.0.0.1:" + silent.port() + PATH;

    var reach = probe(web(url), Duration.ofMillis(300)).getFirst();

    assertUnreachable(reach, Reason.TIMEOUT);
  }

  @Test
  void cluster_isProbedMemberByMember() throws IOException {
    var there = new Secret("http://127.0.0.1:" + silent.port());
    var gone = new Secret("http://127.0.0.1:" + FreePort.any());

    var reached = probe(new ChannelSettings.Alertmanager(List.of(there, gone), Severity.INFO));

    assertThat(reached.stream().map(ReceiverProbeTest::plain))
        .containsExactly("channels.a.urls[0] met", "channels.a.urls[1] network");
  }

  @Test
  void pagerDuty_isProbedAtItsUrl() {
    var url = URI.create("http://127.0.0.1:" + silent.port());

    var reached = probe(new ChannelSettings.PagerDuty(url, new Secret("k"), Severity.INFO, 20));

    assertThat(reached.stream().map(ReceiverProbeTest::plain))
        .containsExactly("channels.a.url met");
  }

  @Test
  void heartbeat_isProbedToo() {
    var url = new Secret("http://127.0.0.1:" + silent.port() + PATH);
    var heartbeat = new NotifySettings.Heartbeat(url, Duration.ofMinutes(5));

    assertThat(newProbe(Map.of(), heartbeat, LIMIT).probeHeartbeat())
        .containsExactly(new ProbeResult.Reachable("heartbeat.url", "answers, without TLS"));
    assertThat(newProbe(Map.of(), null, LIMIT).probeHeartbeat()).isEmpty();
  }

  @Test
  void mailServer_isProbedWithoutLogin() {
    try (var server = new ScriptedMailServer()) {
      assertThat(probe(mail(server, NotifySettings.Smtp.Tls.NONE)))
          .containsExactly(new ProbeResult.Reachable("channels.a.smtp", "greets, without TLS"));
      assertThat(server.commands()).noneMatch(line -> line.matches("(AUTH|MAIL|RCPT|DATA).*"));
    }
  }

  @Test
  void mailServerThatRefuses_isReported() {
    try (var server =
        new ScriptedMailServer(SmtpStep.BANNER, ScriptedMailServer.reply("554 go away"))) {
      var reach = probe(mail(server, NotifySettings.Smtp.Tls.NONE)).getFirst();

      assertThat(reach)
          .isEqualTo(
              new ProbeResult.Unreachable("channels.a.smtp", Reason.SMTP_5XX, "554 go away"));
    }
  }

  @Test
  void mailServerWithoutStartTls_isReported() {
    try (var server = new ScriptedMailServer()) {
      assertUnreachable(
          probe(mail(server, NotifySettings.Smtp.Tls.STARTTLS)).getFirst(), Reason.TLS);
    }
  }

  @Test
  void unknownChannel_isRefused() {
    var bell = newProbe(Map.of(), null, LIMIT);

    assertThatThrownBy(() -> bell.probe("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channel: no channel is named b");
  }

  private static void assertUnreachable(ProbeResult reach, Reason reason) {
    assertThat(plain(reach)).endsWith(" " + reason);
    assertThat(reach.toString()).doesNotContain("secret", "127.0.0.1");
  }

  private static String plain(ProbeResult reach) {
    return switch (reach) {
      case ProbeResult.Reachable(var key, _) -> key + " met";
      case ProbeResult.Unreachable(var key, var reason, _) -> key + " " + reason;
    };
  }

  private ProbeResult probeTls(String name, Duration left, TestAuthority of) {
    var sockets = of.server(name, left).getServerSocketFactory();
    try (var server = new SocketServer(sockets, this::readFirstByte)) {
      var reach = probe(web("https://localhost:" + server.port() + PATH)).getFirst();
      assertThat(firstByte.join()).isLessThan(0);
      return reach;
    }
  }

  private void readFirstByte(Socket connection) {
    try {
      var in = connection.getInputStream();
      firstByte.complete(in.read());
      in.readAllBytes();
    } catch (IOException e) {
      firstByte.complete(-2);
    }
  }

  private static ChannelSettings web(String url) {
    return new ChannelSettings.Slack(new Secret(url), Severity.INFO);
  }

  private static ChannelSettings mail(ScriptedMailServer server, NotifySettings.Smtp.Tls tls) {
    var smtp = new NotifySettings.Smtp("127.0.0.1", server.port(), tls, "user", new Secret("pass"));
    return new ChannelSettings.Email(smtp, "a@b.example", List.of("c@d.example"), Severity.INFO);
  }

  private static List<ProbeResult> probe(ChannelSettings channel) {
    return probe(channel, LIMIT);
  }

  private static List<ProbeResult> probe(ChannelSettings channel, Duration limit) {
    return newProbe(Map.of("a", channel), null, limit).probe("a");
  }

  private static ReceiverProbe newProbe(
      Map<String, ChannelSettings> channels,
      NotifySettings.@Nullable Heartbeat heartbeat,
      Duration limit) {
    return new ReceiverProbe(
        new NotifySettings(
            "test",
            null,
            channels,
            List.of(),
            List.of(),
            heartbeat,
            Map.of("a", AUTHORITY.outbound())),
        limit,
        new Scrubber());
  }
}
