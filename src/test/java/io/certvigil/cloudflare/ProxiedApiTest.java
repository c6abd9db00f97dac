package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import io.certvigil.net.ClientIdentity;
import io.certvigil.net.ConnectProxy;
import io.certvigil.net.NoProxy;
import io.certvigil.net.OutboundSettings;
import io.certvigil.net.ProxyServer;
import io.certvigil.net.SystemTrust;
import io.certvigil.net.TlsReceiver;
import io.certvigil.redaction.Scrubber;
import io.certvigil.web.server.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cloudflare's API behind a company's proxy with its own CA. */
@Timeout(60)
class ProxiedApiTest {
  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final TestAuthority.Issued CLIENT = AUTHORITY.issue("CN=certvigil");
  private static final String LOGIN = "user:pa55-w0rd";
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final Scope SCOPE =
      Scope.ofZone(
          Source.CLIENT_CERTIFICATES,
          new ResourceRef("a".repeat(32), "acme"),
          new ResourceRef("b".repeat(32), "example.com"));
  private static final String EMPTY_PAGE =
      """
      {"success": true, "errors": [], "messages": [], "result": [],
       "result_info": {"page": 1, "per_page": 50, "count": 0, "total_count": 0, "total_pages": 0}}
      """;

  private final ConnectProxy proxy = new ConnectProxy(LOGIN);
  private final TlsReceiver api =
      new TlsReceiver(
          AUTHORITY.server("api.example.com", TestAuthority.VALID), true, 200, EMPTY_PAGE);

  @AfterEach
  void close() {
    api.close();
    proxy.close();
  }

  private Reading read(String login, boolean trusting) {
    var outbound =
        new OutboundSettings(
            "cloudflare",
            ProxyServer.parse("http://" + login + "@127.0.0.1:" + proxy.port()),
            false,
            NoProxy.NONE,
            trusting ? AUTHORITY.outbound().ca() : null,
            SystemTrust.NONE,
            new ClientIdentity(
                Path.of("c"), Path.of("k"), List.of(CLIENT.certificate()), CLIENT.key()));
    var settings =
        new CloudflareSettings(
            URI.create("https://api.example.com:" + api.port() + "/client/v4"),
            Duration.ofSeconds(20),
            600,
            Map.of("main", new Credential.Token(new Secret("t0ken"))),
            outbound);
    try (var cloudflare = new Cloudflare(settings, "1", () -> NOW, date -> {}, new Scrubber())) {
      return cloudflare.read("main", SCOPE);
    }
  }

  private static Fault fault(Reading reading) {
    return ((Reading.Failed) reading).fault();
  }

  @Test
  void list_isReadThroughTheProxy_withTheClientCertificate() {
    assertThat(read(LOGIN, true)).isInstanceOf(Reading.Complete.class);

    assertThat(api.requests())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("GET /client/v4/") && line.endsWith(" CN=certvigil"));
    assertThat(proxy.requests())
        .containsExactly("CONNECT api.example.com:" + api.port() + " HTTP/1.1");
  }

  @Test
  void unknownAuthority_isNamed_withTheKeyToSet() {
    var fault = fault(read(LOGIN, false));

    assertThat(fault.reason()).isEqualTo(FaultReason.NETWORK);
    assertThat(fault.detail())
        .startsWith("\"CN=server\" is signed by \"CN=Authority ")
        .contains("which is not trusted: if it is your CA, set cloudflare.ca_file (SHA-256")
        .matches(".*[0-9a-f]{64}\\).*");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void wrongLogin_isNamed_withoutTheLogin() {
    assertThat(fault(read("user:wr0ng-pa55", true)).detail())
        .contains("does not accept user and password (407): check cloudflare.proxy")
        .doesNotContain("wr0ng");
  }
}
