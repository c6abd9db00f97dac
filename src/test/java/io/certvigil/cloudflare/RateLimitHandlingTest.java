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
    try (var subject = new CloudflareFixture(FakeApi.always(429, LIMITED, "Retry-After: 300"))) {
      subject.read(CloudflareFixture.CLIENTS);

      var fault = subject.fault(CloudflareFixture.GATEWAY);

      assertThat(fault)
          .isEqualTo(
              new Fault(
                  FaultReason.RATE_LIMITED,
                  "HTTP 429, no requests until 2026-11-20T22:05:00Z; code 971: Please wait"));
      assertThat(subject.api.targets()).hasSize(1);
    }
  }

  @Test
  void otherCredentialsContinue_whileOneIsPaused() {
    try (var subject = new CloudflareFixture(FakeApi.always(429, LIMITED, "Retry-After: 300"))) {
      subject.read(CloudflareFixture.CLIENTS);
      subject.cloudflare.read("legacy", CloudflareFixture.CLIENTS);

      assertThat(subject.api.targets()).hasSize(2);
    }
  }

  @Test
  void pausedUntilIsReported_whilePaused() {
    try (var subject = new CloudflareFixture(FakeApi.always(429, LIMITED, "Retry-After: 300"))) {
      subject.read(CloudflareFixture.CLIENTS);

      assertThat(subject.cloudflare.credentials())
          .contains(
              new CredentialRateLimit("main", CloudflareFixture.NOW.plusSeconds(300), null),
              new CredentialRateLimit("legacy", null, null));
    }
  }

  @Test
  void readsAgain_whenTheLongPauseIsOver() {
    try (var subject = new CloudflareFixture(limitedOnce(FakeApi.always(429, LIMITED)))) {
      subject.read(CloudflareFixture.CLIENTS);
      subject.ticker.advance(Duration.ofMinutes(5));

      assertThat(subject.read(CloudflareFixture.CLIENTS)).isInstanceOf(Reading.Complete.class);
    }
  }

  @Test
  void waitsAndRetries_whenThePauseIsShort() {
    try (var subject =
        new CloudflareFixture(limitedOnce(FakeApi.always(429, LIMITED, "Retry-After: 7")))) {
      var reading = subject.read(CloudflareFixture.CLIENTS);

      assertThat(reading).isInstanceOf(Reading.Complete.class);
      assertThat(subject.ticker.sleeps()).containsExactly(Duration.ofSeconds(7));
    }
  }

  @Test
  void retryAfterDate_isMeasuredByTheRemoteClock() {
    try (var subject =
        new CloudflareFixture(
            FakeApi.always(
                429,
                LIMITED,
                "Date: Fri, 20 Nov 2020 22:00:00 GMT",
                "Retry-After: Fri, 20 Nov 2020 22:20:00 GMT"))) {
      subject.read(CloudflareFixture.CLIENTS);

      assertThat(subject.cloudflare.credentials())
          .extracting(CredentialRateLimit::pausedUntil)
          .contains(CloudflareFixture.NOW.plus(Duration.ofMinutes(20)));
    }
  }

  @Test
  void backsOffWithJitter_whenTheServerFails() {
    try (var subject = new CloudflareFixture(FakeApi.always(500, ""))) {
      subject.read(CloudflareFixture.CLIENTS);

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
    try (var subject = new CloudflareFixture(script)) {
      subject.read(CloudflareFixture.CLIENTS);

      assertThat(subject.ticker.sleeps())
          .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(6));
      assertThat(subject.cloudflare.credentials())
          .contains(new CredentialRateLimit("main", null, 5));
    }
  }

  @Test
  void attemptsAreCounted_byEndpointAndCode() {
    try (var subject = new CloudflareFixture(FakeApi.always(500, ""))) {
      subject.read(CloudflareFixture.CLIENTS);
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
    try (var subject = new CloudflareFixture(script)) {
      subject.read(CloudflareFixture.CLIENTS);

      assertThat(subject.dates).containsExactly(Instant.parse("2026-11-20T21:50:00Z"));
    }
  }

  @Test
  void noDate_whenTheResponseIsNotFromTheApi() {
    try (var subject =
        new CloudflareFixture(
            FakeApi.always(
                200,
                "<html>please log in</html>",
                "Content-Type: text/html",
                "Date: Fri, 20 Nov 2026 21:50:00 GMT"))) {
      subject.read(CloudflareFixture.CLIENTS);

      assertThat(subject.dates).isEmpty();
    }
  }

  /** Answers the first request with this, and the others with a list. */
  private static FakeApi.Script limitedOnce(FakeApi.Script first) {
    var requests = new AtomicInteger();
    return (request, out) ->
        (requests.incrementAndGet() == 1 ? first : list(3, 50)).answer(request, out);
  }
}
