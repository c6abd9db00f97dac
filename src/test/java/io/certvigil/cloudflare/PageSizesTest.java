package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.list;
import static io.certvigil.cloudflare.FakeApi.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.FaultReason;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that refuse the largest documented page size. */
class PageSizesTest {
  private static final String REFUSAL =
      """
      {"success":false,"errors":[{"code":6008,"message":"Invalid pagination","error_chain":[
        {"code":11000,"message":"per_page variable must be a number between 1 and 100"}]}],
       "messages":[],"result":null}
      """;

  @ParameterizedTest
  @CsvSource({
    "1000,1000,1000",
    "999,1000 500,500",
    "500,1000 500,500",
    "100,1000 500 100,100",
    "60,1000 500 100 50,50",
    "20,1000 500 100 50 20,20"
  })
  void nextSmallerSizeIsUsed_andRemembered(int limit, String first, String later) {
    try (var subject = new CloudflareFixture(limited(limit, 400, REFUSAL))) {
      assertThat(subject.complete(CloudflareFixture.HOSTNAMES)).hasSize(10);
      assertThat(sizes(subject)).isEqualTo(first);

      assertThat(subject.complete(CloudflareFixture.HOSTNAMES)).hasSize(10);
      assertThat(subject.cloudflare.probe("main", CloudflareFixture.HOSTNAMES)).isEmpty();
      assertThat(sizes(subject)).isEqualTo(first + " " + later + " " + later);
    }
  }

  @Test
  void allPagesHaveTheSizeThatWasAccepted() {
    FakeApi.Script script =
        (request, out) -> {
          if (Integer.parseInt(request.query().get("per_page")) > 100) {
            send(out, 400, REFUSAL);
          } else {
            list(250, 100).answer(request, out);
          }
        };
    try (var subject = new CloudflareFixture(script)) {
      assertThat(subject.complete(CloudflareFixture.HOSTNAMES)).hasSize(250);
      assertThat(sizes(subject)).isEqualTo("1000 500 100 100 100");
    }
  }

  @Test
  void sizeIsRememberedForThatListOnly() {
    var other = new ResourceRef("f".repeat(32), "other.example");
    var hostnames = Scope.ofZone(Source.CUSTOM_HOSTNAMES, CloudflareFixture.ACCOUNT, other);
    try (var subject = new CloudflareFixture(limited(100, 400, REFUSAL))) {
      subject.read(CloudflareFixture.HOSTNAMES);
      subject.read(hostnames);

      assertThat(sizes(subject)).isEqualTo("1000 500 100 1000 500 100");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"success\":false,\"errors\":[{\"code\":6008,\"message\":\"no\"}]}",
        "{\"success\":false,\"errors\":[{\"code\":8000024,\"message\":\"Invalid per_page\"}]}",
        "{\"success\":false,\"errors\":[{\"message\":\"Page size is limited to 50\"}]}"
      })
  void refusalIsRecognised_whateverItsCode(String body) {
    try (var subject = new CloudflareFixture(limited(50, 422, body))) {
      assertThat(subject.complete(CloudflareFixture.ACCESS)).hasSize(10);
    }
  }

  @Test
  void failedWithTheRefusal_whenEverySizeIsRefused() {
    try (var subject = new CloudflareFixture(limited(10, 400, REFUSAL))) {
      var fault = subject.fault(CloudflareFixture.CLIENTS);

      assertThat(fault.reason()).isEqualTo(FaultReason.HTTP_4XX);
      assertThat(fault.detail()).contains("between 1 and 100");
      assertThat(sizes(subject)).isEqualTo("50 20");
      assertThat(subject.cloudflare.probe("main", CloudflareFixture.CLIENTS)).contains(fault);
    }
  }

  @Test
  void sameSizeIsKept_whenSomethingElseIsRefused() {
    var body = ApiBodies.error(1406, "Bad response certificate service");
    try (var subject = new CloudflareFixture(FakeApi.always(400, body))) {
      subject.read(CloudflareFixture.HOSTNAMES);

      assertThat(sizes(subject)).isEqualTo("1000");
    }
  }

  /** A list of ten items that answers like this if larger pages are requested. */
  private static FakeApi.Script limited(int limit, int status, String refusal) {
    return (request, out) -> {
      if (Integer.parseInt(request.query().get("per_page")) > limit) {
        send(out, status, refusal);
      } else {
        list(10, limit).answer(request, out);
      }
    };
  }

  private static String sizes(CloudflareFixture subject) {
    List<String> sizes =
        subject.api.requests().stream().map(request -> request.query().get("per_page")).toList();
    return String.join(" ", sizes);
  }
}
