package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReadingFaultsTest {
  private static final Duration SHORT_TIMEOUT = Duration.ofMillis(250);
  private static final Duration TIMEOUT = Duration.ofMillis(800);
  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(20);

  /** At one list, because transport, envelope and retries are the same for all. */
  @ParameterizedTest
  @EnumSource
  void failedWithItsReasonInOneShortLine_whenTheFirstPageIsBroken(ReadingFault broken) {
    try (var subject = new CloudflareFixture(broken.script, timeout(broken))) {
      var fault = subject.fault(CloudflareFixture.CLIENTS);

      assertThat(fault.reason()).isEqualTo(broken.reason);
      assertThat(fault.detail()).isNotBlank().hasSizeLessThanOrEqualTo(300).hasLineCount(1);
      assertThat(subject.api.targets()).hasSize(broken.requests);
    }
  }

  @ParameterizedTest
  @EnumSource
  void partialWithItsReason_whenALaterPageIsBroken(ReadingFault broken) {
    FakeApi.Script script =
        (request, out) -> {
          if (request.page() == 2) {
            broken.script.answer(request, out);
          } else {
            list(120, 50).answer(request, out);
          }
        };
    var timeout = broken.reason == FaultReason.TIMEOUT ? TIMEOUT : LONG_TIMEOUT;
    try (var subject = new CloudflareFixture(script, timeout)) {
      var partial = subject.partial(CloudflareFixture.CLIENTS);
      assertThat(partial.fault().reason()).isEqualTo(broken.reason);
      assertThat(partial.seen()).hasSizeBetween(50, 70);
      assertThat(partial.expected()).isEqualTo(120);
    }
  }

  @Test
  void networkFault_whenNothingListens() {
    try (var subject = new CloudflareFixture((_, _) -> {})) {
      subject.api.close();

      var fault = subject.fault(CloudflareFixture.CLIENTS);

      assertThat(fault.reason()).isEqualTo(FaultReason.NETWORK);
      assertThat(
              subject
                  .registry
                  .get("certvigil.api.requests")
                  .tag("code", "network")
                  .counter()
                  .count())
          .isEqualTo(3);
    }
  }

  @Test
  void networkFault_whenTlsFails() throws IOException {
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var subject =
            CloudflareFixture.of(URI.create("https://127.0.0.1:" + server.getLocalPort()))) {
      Thread.ofVirtual().start(() -> answerInPlainText(server));

      assertThat(subject.fault(CloudflareFixture.CLIENTS).reason()).isEqualTo(FaultReason.NETWORK);
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    while (!server.isClosed()) {
      try (var connection = server.accept()) {
        connection.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes(UTF_8));
      } catch (IOException _) {
        return;
      }
    }
  }

  @Test
  void networkFault_whenTheHostIsUnknown() {
    try (var subject = CloudflareFixture.of(URI.create("http://unknown.invalid/client/v4"))) {
      assertThat(subject.fault(CloudflareFixture.CLIENTS).reason()).isEqualTo(FaultReason.NETWORK);
    }
  }

  @Test
  void nextReadingIsComplete_afterAnyFault() {
    for (var broken : List.of(ReadingFault.HUGE, ReadingFault.RESET, ReadingFault.DRIBBLES)) {
      FakeApi.Script heals =
          (request, out) -> {
            if (request.path().contains("gateway")) {
              broken.script.answer(request, out);
            } else {
              list(3, 50).answer(request, out);
            }
          };
      try (var subject = new CloudflareFixture(heals, TIMEOUT)) {
        subject.read(CloudflareFixture.GATEWAY);

        assertThat(subject.read(CloudflareFixture.CLIENTS)).isInstanceOf(Reading.Complete.class);
      }
    }
  }

  @Test
  void detailContainsTheErrorsOfTheApi() {
    var body =
        "{\"success\":false,\"errors\":[{\"code\":6003,\"message\":\"Invalid request headers\","
            + "\"documentation_url\":\"https://developers.cloudflare.com/x\","
            + "\"error_chain\":[{\"code\":6111,\"message\":\"Invalid format\"}]}],\"result\":null}";
    try (var subject = new CloudflareFixture(FakeApi.always(400, body, "cf-ray: 8f1-FRA"))) {
      assertThat(subject.fault(CloudflareFixture.CLIENTS).detail())
          .isEqualTo(
              "HTTP 400, code 6003: Invalid request headers (https://developers.cloudflare.com/x);"
                  + " code 6111: Invalid format [cf-ray 8f1-FRA]");
    }
  }

  /** Everything that Cloudflare says beside code and message, in whatever form it says it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"errors":[{"code":1,"message":"no","source":{"pointer":"/per_page"}}]} | HTTP 400, code 1: no at /per_page
          {"messages":[{"code":10000,"message":"see there"}],"errors":[{"code":1,"message":"no"}]} | HTTP 400, code 1: no; note: see there
          {"messages":["plain"]} | HTTP 400, note: plain
          {"success":false,"error":"denied"} | HTTP 400, denied
          {"error":{"code":7,"message":"odd"}} | HTTP 400, code 7: odd
          {"errors":"text"} | HTTP 400, text
          {"errors":["text",null,7,{"code":"12","message":"more"}]} | HTTP 400, text; code 12: more
          {"errors":{"code":3,"message":"one"}} | HTTP 400, code 3: one
          {"errors":[{"code":0.5,"message":"half"}],"messages":7,"error":null} | HTTP 400, half
          {"errors":[{"code":{},"message":[],"source":"x","error_chain":[{"code":2,"message":"deep"}]}]} | HTTP 400, code 2: deep
          {"errors":[{"code":4,"message":"a\\u0007b"}],"result":[{"note":"x"}]} | HTTP 400, code 4: a b
          """)
  void everythingThatIsSaid_reachesTheDetail(String body, String detail) {
    try (var subject = new CloudflareFixture(FakeApi.always(400, body))) {
      assertThat(subject.fault(CloudflareFixture.CLIENTS))
          .isEqualTo(new Fault(FaultReason.HTTP_4XX, detail));
    }
  }

  @Test
  void wordyAnswer_leavesRoomForTheRay() {
    var error = "{\"code\":%d,\"message\":\"" + "m".repeat(5_000) + "\"}";
    var body = "{\"errors\":[" + error.formatted(1) + "," + error.formatted(2) + "]}";
    try (var subject = new CloudflareFixture(FakeApi.always(400, body, "cf-ray: 8f1-FRA"))) {
      assertThat(subject.fault(CloudflareFixture.CLIENTS).detail())
          .hasSizeLessThanOrEqualTo(300)
          .contains("code 1: m", "code 2: m")
          .endsWith("[cf-ray 8f1-FRA]");
    }
  }

  @Test
  void challengePage_isNamedWithItsRay_andItsNextStep() {
    FakeApi.Script page =
        FakeApi.always(403, "<html>Just a moment...", "Content-Type: text/html", "cf-ray: 8f1-FRA");
    try (var subject = new CloudflareFixture(page)) {
      var fault = subject.fault(CloudflareFixture.CLIENTS);

      assertThat(fault.detail()).isEqualTo("HTTP 403, no JSON, text/html [cf-ray 8f1-FRA]");
      assertThat(fault.explained())
          .startsWith(fault.detail() + "; next step: ")
          .contains("egress address and proxy", "cf-ray");
    }
  }

  private static Duration timeout(ReadingFault broken) {
    return broken.reason == FaultReason.TIMEOUT ? SHORT_TIMEOUT : LONG_TIMEOUT;
  }
}
