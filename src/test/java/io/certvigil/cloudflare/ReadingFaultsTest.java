package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReadingFaultsTest {
  private static final Duration SHORT_TIMEOUT = Duration.ofMillis(250);
  private static final Duration TIMEOUT = Duration.ofMillis(800);
  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Every fault at one list, because transport, envelope and retries are the same for all. The
   * other lists have only the reading of an item of their own, of which each needs an id.
   */
  static Stream<Arguments> everyFaultAndEveryItem() {
    var faults =
        Stream.of(ReadingFault.values()).map(b -> Arguments.of(CloudflareFixture.CLIENTS, b));
    var items =
        CloudflareFixture.everyList()
            .filter(scope -> !scope.equals(CloudflareFixture.CLIENTS))
            .map(scope -> Arguments.of(scope, ReadingFault.ITEM_WITHOUT_ID));
    return Stream.concat(faults, items);
  }

  @ParameterizedTest
  @MethodSource("everyFaultAndEveryItem")
  void failedWithItsReasonInOneShortLine_whenTheFirstPageIsBroken(
      Scope scope, ReadingFault broken) {
    try (var subject = new CloudflareFixture(broken.script, timeout(broken))) {
      var fault = subject.fault(scope);

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

  private static Duration timeout(ReadingFault broken) {
    return broken.reason == FaultReason.TIMEOUT ? SHORT_TIMEOUT : LONG_TIMEOUT;
  }
}
