package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.error;
import static io.certvigil.cloudflare.ApiBodies.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.CredentialRateLimit;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a 429, a failing server and the {@code Ratelimit} header affect the following requests. */
class RateLimitHandlingTest {
  private static final String LIMITED = error(971, "Please wait");

  @Test
  void noRequest_duringALongPause() {
    try (var api = new FakeApi(FakeApi.always(429, LIMITED, "Retry-After: 300"));
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      var fault =
          ((Reading.Failed) subject.cloudflare.read("main", CloudflareFixture.GATEWAY)).fault();

      assertThat(fault)
          .isEqualTo(
              new Fault(
                  FaultReason.RATE_LIMITED,
                  "HTTP 429, no requests until 2026-11-20T22:05:00Z; code 971: Please wait"));
      assertThat(api.targets()).hasSize(1);
    }
  }

  @Test
  void otherCredentialsContinue_whileOneIsPaused() {
    try (var api = new FakeApi(FakeApi.always(429, LIMITED, "Retry-After: 300"));
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);
      subject.cloudflare.read("legacy", CloudflareFixture.CLIENTS);

      assertThat(api.targets()).hasSize(2);
    }
  }

  @Test
  void pausedUntilIsReported_whilePaused() {
    try (var api = new FakeApi(FakeApi.always(429, LIMITED, "Retry-After: 300"));
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(subject.cloudflare.credentials())
          .contains(
              new CredentialRateLimit("main", CloudflareFixture.NOW.plusSeconds(300), null),
              new CredentialRateLimit("legacy", null, null));
    }
  }

  @Test
  void readsAgain_whenTheLongPauseIsOver() {
    var requests = new AtomicInteger();
    FakeApi.Script once =
        (request, out) -> {
          if (requests.incrementAndGet() == 1) {
            FakeApi.send(out, 429, LIMITED);
          } else {
            list(3, 50).answer(request, out);
          }
        };
    try (var api = new FakeApi(once);
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);
      subject.ticker.advance(Duration.ofMinutes(5));

      assertThat(subject.cloudflare.read("main", CloudflareFixture.CLIENTS))
          .isInstanceOf(Reading.Complete.class);
    }
  }

  @Test
  void waitsAndRetries_whenThePauseIsShort() {
    var requests = new AtomicInteger();
    FakeApi.Script once =
        (request, out) -> {
          if (requests.incrementAndGet() == 1) {
            FakeApi.send(out, 429, LIMITED, "Retry-After: 7");
          } else {
            list(3, 50).answer(request, out);
          }
        };
    try (var api = new FakeApi(once);
        var subject = new CloudflareFixture(api.url())) {

      var reading = subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(reading).isInstanceOf(Reading.Complete.class);
      assertThat(subject.ticker.sleeps()).containsExactly(Duration.ofSeconds(7));
    }
  }

  @Test
  void retryAfterDate_isMeasuredByTheRemoteClock() {
    try (var api =
            new FakeApi(
                FakeApi.always(
                    429,
                    LIMITED,
                    "Date: Fri, 20 Nov 2020 22:00:00 GMT",
                    "Retry-After: Fri, 20 Nov 2020 22:20:00 GMT"));
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(subject.cloudflare.credentials())
          .extracting(CredentialRateLimit::pausedUntil)
          .contains(CloudflareFixture.NOW.plus(Duration.ofMinutes(20)));
    }
  }

  @Test
  void backsOffWithJitter_whenTheServerFails() {
    try (var api = new FakeApi(FakeApi.always(500, ""));
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(subject.ticker.sleeps())
          .containsExactly(Duration.ofMillis(750), Duration.ofSeconds(3));
    }
  }

  @Test
  void spreadsTheRemainingRequests_asTheHeaderSays() {
    FakeApi.Script script =
        (request, out) -> {
          int from = (request.page() - 1) * 50;
          FakeApi.send(
              out,
              200,
              ApiBodies.page(
                  ApiBodies.items(from, Math.min(120, from + 50)), request.page(), 50, 120),
              "Ratelimit: \"default\";r=5;t=30");
        };
    try (var api = new FakeApi(script);
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(subject.ticker.sleeps())
          .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(6));
      assertThat(subject.cloudflare.credentials())
          .contains(new CredentialRateLimit("main", null, 5));
    }
  }

  @Test
  void attemptsAreCounted_byEndpointAndCode() {
    try (var api = new FakeApi(FakeApi.always(500, ""));
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);
      var endpoint = "/zones/{zone_id}/client_certificates";

      assertThat(
              subject
                  .registry
                  .get("certvigil.api.requests")
                  .tags("endpoint", endpoint, "code", "500")
                  .counter()
                  .count())
          .isEqualTo(3);
      assertThat(
              subject
                  .registry
                  .get("certvigil.api.retries")
                  .tags("endpoint", endpoint, "reason", "http_5xx")
                  .counter()
                  .count())
          .isEqualTo(2);
    }
  }

  @Test
  void dateOfAResponse_isPassedOn() {
    FakeApi.Script script =
        (_, out) ->
            FakeApi.send(
                out,
                200,
                ApiBodies.page(ApiBodies.items(0, 1), 1, 50, 1),
                "Date: Fri, 20 Nov 2026 21:50:00 GMT");
    try (var api = new FakeApi(script);
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(subject.dates).containsExactly(Instant.parse("2026-11-20T21:50:00Z"));
    }
  }

  @Test
  void noDate_whenTheResponseIsNotFromTheApi() {
    try (var api =
            new FakeApi(
                FakeApi.always(
                    200,
                    "<html>please log in</html>",
                    "Content-Type: text/html",
                    "Date: Fri, 20 Nov 2026 21:50:00 GMT"));
        var subject = new CloudflareFixture(api.url())) {
      subject.cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(subject.dates).isEmpty();
    }
  }
}
