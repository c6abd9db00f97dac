package io.certvigil.notify.check;

import static io.certvigil.notify.TestEvents.SECRET;
import static io.certvigil.notify.TestEvents.event;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.model.Secret;
import io.certvigil.net.ClientIdentity;
import io.certvigil.net.ConnectProxy;
import io.certvigil.net.NameResolver;
import io.certvigil.net.NoProxy;
import io.certvigil.net.OutboundSettings;
import io.certvigil.net.ProxyServer;
import io.certvigil.net.SystemTrust;
import io.certvigil.net.TlsReceiver;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.heartbeat.Heartbeat;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.view.StoreStamp;
import io.certvigil.web.server.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Every kind of channel and the heartbeat behind a company's proxy: CONNECT with basic
 * authentication, a CA of its own, and a client certificate.
 */
@Timeout(60)
class ProxiedChannelsTest {
  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final TestAuthority.Issued CLIENT = AUTHORITY.issue("CN=certvigil");
  private static final SSLContext HOOKS =
      AUTHORITY.server("hooks.example.com", TestAuthority.VALID);
  private static final String LOGIN = "user:pa55-w0rd";

  private final ConnectProxy proxy = new ConnectProxy(LOGIN);
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private @Nullable SMTPServer mailServer;

  @AfterEach
  void close() {
    proxy.close();
    if (mailServer != null) {
      mailServer.stop();
    }
  }

  private OutboundSettings outbound(String section) {
    var trusted = AUTHORITY.outbound(section, null).ca();
    return new OutboundSettings(
        section,
        ProxyServer.parse("http://" + LOGIN + "@127.0.0.1:" + proxy.port()),
        false,
        NoProxy.NONE,
        trusted,
        SystemTrust.NONE,
        new ClientIdentity(
            Path.of("c"), Path.of("k"), List.of(CLIENT.certificate()), CLIENT.key()));
  }

  private NotifySettings settings(ChannelSettings channel, OutboundSettings outbound) {
    return new NotifySettings(
        "test", null, Map.of("a", channel), List.of(), List.of(), null, Map.of("a", outbound));
  }

  private Outcome send(ChannelSettings channel, OutboundSettings outbound) {
    var results =
        ChannelTest.of(
            settings(channel, outbound),
            StoreStamp.NONE,
            "a",
            "1",
            event(1),
            TestEvents.NOW,
            new Scrubber());
    return results.getFirst().outcome();
  }

  /** A kind of channel, and how its receiver accepts. */
  record Kind(String name, int status, String body, String path) {
    ChannelSettings at(int port) {
      var url = "https://hooks.example.com:" + port;
      var secret = new Secret(url + path);
      return switch (name) {
        case "webhook" -> new ChannelSettings.Webhook(secret, List.of(SECRET), Severity.INFO);
        case "slack" -> new ChannelSettings.Slack(secret, Severity.INFO);
        case "alertmanager" ->
            new ChannelSettings.Alertmanager(List.of(new Secret(url)), Severity.INFO);
        default ->
            new ChannelSettings.PagerDuty(
                URI.create(url + path), new Secret("k".repeat(32)), Severity.INFO, 20);
      };
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Kind> kinds() {
    return List.of(
        new Kind("webhook", 204, "", "/hook"),
        new Kind("slack", 200, "ok", "/services/T0"),
        new Kind("alertmanager", 200, "", "/api/v2/alerts"),
        new Kind("pagerduty", 202, "{\"status\":\"success\"}", "/v2/enqueue"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void message_arrivesThroughTheProxy_withTheClientCertificate(Kind kind) {
    try (var receiver = new TlsReceiver(HOOKS, true, kind.status(), kind.body())) {
      var channel = kind.at(receiver.port());

      assertThat(send(channel, outbound("channels.a"))).isInstanceOf(Outcome.Delivered.class);
      assertThat(receiver.requests()).containsExactly("POST " + kind.path() + " CN=certvigil");
      assertThat(proxy.requests())
          .containsExactly("CONNECT hooks.example.com:" + receiver.port() + " HTTP/1.1");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusalOfTheProxy_isTheOutcome(Kind kind) {
    proxy.refuse("HTTP/1.1 403 Forbidden");

    var outcome = send(kind.at(443), outbound("channels.a"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.TryLater.class,
            later -> assertThat(later.reason()).isEqualTo(Outcome.Reason.NETWORK));
    assertThat(outcome.answer())
        .isEqualTo(
            "network: the proxy http://127.0.0.1:%d opens no tunnel to hooks.example.com:443 (HTTP 403): allow it there, or change channels.a.proxy"
                .formatted(proxy.port()));
  }

  @Test
  void probe_goesTheSameWay_andNamesTheAuthority() {
    try (var receiver = new TlsReceiver(HOOKS, false, 200, "")) {
      var channel = kinds().getFirst().at(receiver.port());
      var trusting = settings(channel, outbound("channels.a"));
      var proxied = AUTHORITY.outbound("channels.a", outbound("channels.a").proxy());
      var untrusting =
          new OutboundSettings(
              "channels.a", proxied.proxy(), false, NoProxy.NONE, null, SystemTrust.NONE, null);

      assertThat(new ReceiverProbe(trusting, new Scrubber()).probe("a"))
          .containsExactly(
              new ProbeResult.Reachable(
                  "channels.a.url", "answers, TLSv1.3, through http://127.0.0.1:" + proxy.port()));
      assertThat(
              new ReceiverProbe(settings(channel, untrusting), new Scrubber())
                  .probe("a")
                  .toString())
          .contains(
              "\"CN=server\" is signed by \"CN=Authority ", "set channels.a.ca_file (SHA-256");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Smtp.Tls.class,
      names = {"STARTTLS", "IMPLICIT"})
  void mail_arrivesThroughTheProxy_withTheClientCertificate(Smtp.Tls tls) {
    int port = startMail(tls);
    var smtp = new Smtp("mail.example.com", port, tls, null, null);
    var mail =
        new ChannelSettings.Email(smtp, "a@b.example", List.of("c@d.example"), Severity.INFO);

    assertThat(send(mail, outbound("channels.a.smtp"))).isInstanceOf(Outcome.Delivered.class);

    assertThat(mails).hasSize(1);
    assertThat(mails.getFirst()).startsWith("c@d.example ");
    assertThat(proxy.requests()).containsExactly("CONNECT mail.example.com:" + port + " HTTP/1.1");
  }

  @ParameterizedTest
  @EnumSource(
      value = Smtp.Tls.class,
      names = {"STARTTLS", "IMPLICIT"})
  void mail_namesAnUnknownAuthority(Smtp.Tls tls) {
    int port = startMail(tls);
    var smtp = new Smtp("mail.example.com", port, tls, null, null);
    var mail =
        new ChannelSettings.Email(smtp, "a@b.example", List.of("c@d.example"), Severity.INFO);
    var proxied = outbound("channels.a.smtp").proxy();

    var outcome =
        send(
            mail,
            new OutboundSettings(
                "channels.a.smtp", proxied, false, NoProxy.NONE, null, SystemTrust.NONE, null));

    assertThat(outcome.answer())
        .startsWith("tls: \"CN=server\" is signed by \"CN=Authority ")
        .contains("set channels.a.smtp.ca_file (SHA-256");
    assertThat(mails).isEmpty();
  }

  /** It requires a client certificate. */
  private int startMail(Smtp.Tls tls) {
    var context = AUTHORITY.server("mail.example.com", TestAuthority.VALID);
    var builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandler(
                (connection, from, to, data) -> mails.add(to + " " + new String(data, US_ASCII)));
    var started =
        tls == Smtp.Tls.IMPLICIT
            ? builder
                .serverSocketFactory(
                    () -> {
                      var sockets = context.getServerSocketFactory();
                      var server = (SSLServerSocket) sockets.createServerSocket();
                      server.setNeedClientAuth(true);
                      return server;
                    })
                .build()
            : builder.enableTLS().requireTLS().startTlsSocketFactory(context, true).build();
    started.start();
    mailServer = started;
    return started.getPortAllocated();
  }

  @Test
  void heartbeat_goesThroughTheProxy() {
    try (var receiver = new TlsReceiver(HOOKS, true, 200, "")) {
      var url = new Secret("https://hooks.example.com:" + receiver.port() + "/beat");
      var settings =
          new NotifySettings.Heartbeat(url, Duration.ofMinutes(5), outbound("heartbeat"));
      try (var heartbeat =
          new Heartbeat(
              settings,
              "1",
              Optional::empty,
              new SimpleMeterRegistry(),
              new Scrubber(),
              new NameResolver())) {
        heartbeat.sendIfDue(TestEvents.NOW);

        await().until(() -> !receiver.requests().isEmpty());
        assertThat(receiver.requests()).containsExactly("GET /beat CN=certvigil");
        assertThat(proxy.requests()).hasSize(1);
      }
    }
  }
}
