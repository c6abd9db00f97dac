package io.certvigil.notify.check;

import static io.certvigil.notify.TestEvents.SECRET;
import static io.certvigil.notify.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Secret;
import io.certvigil.net.ConnectProxy;
import io.certvigil.net.OutboundSettings;
import io.certvigil.net.ProxyServer;
import io.certvigil.net.RemoteEndpoint;
import io.certvigil.net.TlsReceiver;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.HttpHeader;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.TestEvents;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.view.StoreStamp;
import io.certvigil.web.server.TestAuthority;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.subethamail.smtp.server.SMTPServer;

/** Requests and mails to hosts whose names are unusual, over TLS and verified. */
@Timeout(60)
class OddHostsTest {
  private static final TestAuthority AUTHORITY = new TestAuthority();

  private final ConnectProxy proxy = new ConnectProxy(null);

  @AfterEach
  void close() {
    proxy.close();
  }

  private OutboundSettings outbound() {
    return AUTHORITY.outbound("a", ProxyServer.parse("http://127.0.0.1:" + proxy.port()));
  }

  private Outcome send(ChannelSettings channel) {
    var settings =
        new NotifySettings(
            "test",
            null,
            Map.of("a", channel),
            List.of(),
            List.of(),
            null,
            Map.of("a", outbound()));
    return ChannelTest.of(
            settings, StoreStamp.NONE, "a", "1", event(1), TestEvents.NOW, new Scrubber())
        .getFirst()
        .outcome();
  }

  @ParameterizedTest
  @CsvSource({"my_hook.example.com, my_hook.example.com", "bücher.example, xn--bcher-kva.example"})
  void webhook_isDelivered(String host, String certified) {
    var context = AUTHORITY.server(certified, TestAuthority.VALID);
    try (var receiver = new TlsReceiver(context, false, 200, "")) {
      var url = new Secret("https://" + host + ":" + receiver.port() + "/x");
      var headers = List.of(new HttpHeader("X-Team", new Secret("platform"), false));
      var channel =
          new ChannelSettings.Webhook(
              url,
              List.of(SECRET),
              Severity.INFO,
              headers,
              io.certvigil.notify.NotifySettings.DEFAULT_TIMEOUT);

      assertThat(send(channel)).isInstanceOf(Outcome.Delivered.class);
      assertThat(proxy.requests())
          .containsExactly("CONNECT " + certified + ":" + receiver.port() + " HTTP/1.1");
      assertThat(receiver.headers("X-Team")).containsExactly("platform");
      assertThat(receiver.headers("Host")).containsExactly(certified + ":" + receiver.port());
    }
  }

  @Test
  void certificateOfAnotherName_isRefused_alsoForAnUnderscore() {
    var context = AUTHORITY.server("other.example.com", TestAuthority.VALID);
    try (var receiver = new TlsReceiver(context, false, 200, "")) {
      var url = new Secret("https://my_hook.example.com:" + receiver.port() + "/x");

      var outcome = send(new ChannelSettings.Webhook(url, List.of(SECRET), Severity.INFO));

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.TryLater.class,
              later -> assertThat(later.reason()).isEqualTo(Outcome.Reason.TLS));
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Smtp.Tls.class,
      names = {"STARTTLS", "IMPLICIT"})
  void mail_isDelivered_andVerified(Smtp.Tls tls) {
    assertThat(mail(tls, "my_mail.example.com")).isInstanceOf(Outcome.Delivered.class);
    assertThat(mail(tls, "other.example.com"))
        .isInstanceOfSatisfying(
            Outcome.TryLater.class,
            later -> assertThat(later.reason()).isEqualTo(Outcome.Reason.TLS));
  }

  /** To {@code my_mail.example.com}, whose certificate is for this name. */
  private Outcome mail(Smtp.Tls tls, String certified) {
    var context = AUTHORITY.server(certified, TestAuthority.VALID);
    var mails = new CopyOnWriteArrayList<String>();
    var builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandler((connection, from, to, data) -> mails.add(to));
    var server =
        tls == Smtp.Tls.IMPLICIT
            ? builder.serverSocketFactory(context).build()
            : builder.enableTLS().requireTLS().startTlsSocketFactory(context).build();
    server.start();
    try {
      var smtp = new Smtp("my_mail.example.com", server.getPortAllocated(), tls, null, null);
      return send(
          new ChannelSettings.Email(smtp, "a@b.example", List.of("c@d.example"), Severity.INFO));
    } finally {
      server.stop();
    }
  }

  @Test
  void api_isRead() throws URISyntaxException {
    var context = AUTHORITY.server("my_api.example.com", TestAuthority.VALID);
    try (var api = new TlsReceiver(context, false, 403, "{}")) {
      var settings =
          new CloudflareSettings(
              RemoteEndpoint.parse("https://my_api.example.com:" + api.port() + "/client/v4"),
              Duration.ofSeconds(20),
              600,
              Map.of("main", new Credential.Token(new Secret("t0ken"))),
              outbound());
      try (var cloudflare =
          new Cloudflare(settings, "1", () -> TestEvents.NOW, date -> {}, new Scrubber())) {
        cloudflare.discover("main");
      }
      assertThat(api.requests()).isNotEmpty().allMatch(line -> line.startsWith("GET /client/v4/"));
    }
  }
}
