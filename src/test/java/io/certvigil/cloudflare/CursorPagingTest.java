package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.error;
import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.CloudflareFixture.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists by cursor, which state no total: complete only by an empty cursor, with nothing twice. */
class CursorPagingTest {
  private static final Scope DOMAINS = Scope.ofAccount(Source.REGISTRATIONS, ACCOUNT);
  private static final String FIRST =
      "/accounts/%s/registrar/registrations?sort_by=registry_expires_at&direction=asc&per_page=50"
          .formatted(ACCOUNT.id());

  /** The answer to the second page, after a first one with a, b and cursor {@code c1}. */
  record Second(int status, String body) {}

  @Test
  void complete_whenThePagesLeadToAnEmptyCursor() {
    try (var subject = new CloudflareFixture(second(new Second(200, domains("", "c", "d"))))) {
      assertThat(ids(subject.complete(DOMAINS))).containsExactly("a", "b", "c", "d");
      assertThat(subject.api.targets()).containsExactly(FIRST, FIRST + "&cursor=c%2F1%3D");
    }
  }

  @Test
  void complete_whenThereIsNothing() {
    try (var subject = new CloudflareFixture(FakeApi.always(200, domains("")))) {
      assertThat(subject.complete(DOMAINS)).isEmpty();
    }
  }

  static Stream<Arguments> everyFault() {
    return Stream.of(
        fault("loop", FaultReason.INCOMPLETE, 6, 200, domains("c/1=", "c", "d")),
        fault("repeated page", FaultReason.INCOMPLETE, 6, 200, domains("c/1=", "a", "b")),
        fault("repeated domain", FaultReason.INCOMPLETE, 6, 200, domains("", "b", "c")),
        fault("domain twice in a page", FaultReason.INCOMPLETE, 6, 200, domains("", "c", "c")),
        fault("no cursor", FaultReason.INCOMPLETE, 6, 200, info("{\"count\":1}", "c")),
        fault("cursor null", FaultReason.INCOMPLETE, 6, 200, info("{\"cursor\":null}", "c")),
        fault(
            "cursor of a wrong type", FaultReason.INCOMPLETE, 6, 200, info("{\"cursor\":{}}", "c")),
        fault("no result_info", FaultReason.INCOMPLETE, 6, 200, info("null", "c")),
        fault(
            "fewer than counted",
            FaultReason.INCOMPLETE,
            6,
            200,
            info("{\"count\":2,\"cursor\":\"\"}", "c")),
        fault("empty page with a cursor", FaultReason.INCOMPLETE, 6, 200, domains("c2")),
        fault("cut short", FaultReason.NETWORK, 4, 200, "{\"success\":true,\"result\":[]"),
        fault("html", FaultReason.MALFORMED, 2, 200, "<html>"),
        fault("server error", FaultReason.HTTP_5XX, 4, 500, ""),
        fault("cursor refused", FaultReason.HTTP_4XX, 2, 400, error(1400, "cursor: unknown")),
        fault("rate limited", FaultReason.RATE_LIMITED, 2, 429, ""));
  }

  private static Arguments fault(
      String name, FaultReason reason, int requests, int status, String body) {
    return Arguments.of(name, reason, requests, new Second(status, body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyFault")
  void partialWithWhatWasRead(String name, FaultReason reason, int requests, Second second) {
    try (var subject = new CloudflareFixture(second(second))) {
      var partial = subject.partial(DOMAINS);

      assertThat(partial.fault().reason()).isEqualTo(reason);
      assertThat(ids(partial.seen())).contains("a", "b");
      assertThat(subject.api.targets()).hasSize(requests);
    }
  }

  @Test
  void completeInTheNextPass_whenADomainMovedMeanwhile() {
    var pass = new AtomicInteger();
    FakeApi.Script script =
        (request, out) -> {
          if (!request.target().contains("cursor=")) {
            FakeApi.send(out, 200, domains("x", "a", "b"));
          } else {
            boolean isFirst = pass.incrementAndGet() == 1;
            FakeApi.send(out, 200, isFirst ? domains("", "b", "c") : domains("", "c", "d"));
          }
        };
    try (var subject = new CloudflareFixture(script)) {
      assertThat(ids(subject.complete(DOMAINS))).containsExactly("a", "b", "c", "d");
    }
  }

  @Test
  void partialWithTheOthers_whenADomainHasNoName() {
    var body = page(List.of("{\"status\":\"active\"}", domain("a")), "{\"cursor\":\"\"}");

    var partial = (Reading.Partial) CloudflareFixture.reading(DOMAINS, body);

    assertThat(partial.fault().reason()).isEqualTo(FaultReason.MALFORMED);
    assertThat(partial.fault().detail()).contains("page 1, result[0]");
    assertThat(ids(partial.seen())).containsExactly("a");
    assertThat(partial.expected()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500})
  void failed_whenTheFirstPageIsRefused(int status) {
    try (var subject = new CloudflareFixture(FakeApi.always(status, error(1, "no")))) {
      assertThat(subject.read(DOMAINS)).isInstanceOf(Reading.Failed.class);
    }
  }

  @Test
  void managed_onlyWithAutoRenew() {
    var items =
        List.of(
            "{\"domain_name\":\"a\",\"auto_renew\":true}",
            "{\"domain_name\":\"b\",\"auto_renew\":false}",
            "{\"domain_name\":\"c\"}");
    var read =
        (Reading.Complete) CloudflareFixture.reading(DOMAINS, page(items, "{\"cursor\":\"\"}"));

    assertThat(read.certificates())
        .extracting(Certificate::managed)
        .containsExactly(true, false, false);
  }

  @Test
  void pendingRegistration_needsNoExpiryYet() {
    assertThat(Certificate.notIssued("registration_pending")).isTrue();
  }

  private static FakeApi.Script second(Second second) {
    return (request, out) -> {
      if (request.target().contains("cursor=")) {
        FakeApi.send(out, second.status(), second.body());
      } else {
        FakeApi.send(out, 200, domains("c/1=", "a", "b"));
      }
    };
  }

  private static String domains(String cursor, String... names) {
    return info("{\"count\":%d,\"cursor\":\"%s\"}".formatted(names.length, cursor), names);
  }

  private static String info(String info, String... names) {
    return page(Stream.of(names).map(CursorPagingTest::domain).toList(), info);
  }

  private static String domain(String name) {
    return "{\"domain_name\":\"%s\",\"expires_at\":\"2027-01-15T10:00:00Z\"}".formatted(name);
  }

  private static List<String> ids(List<Certificate> certificates) {
    return certificates.stream().map(Certificate::id).toList();
  }
}
