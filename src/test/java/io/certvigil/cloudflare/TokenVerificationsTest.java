package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.error;
import static io.certvigil.cloudflare.FakeApi.always;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.micrometer.core.instrument.Gauge;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerificationsTest {
  private static final String USER = "/user/tokens/verify";
  private static final String OF_ACCOUNT =
      "/accounts/" + CloudflareFixture.ACCOUNT.id() + "/tokens/verify";
  private static final List<String> ACCOUNTS = List.of(CloudflareFixture.ACCOUNT.id());
  private static final Instant END = Instant.parse("2026-12-04T20:00:00Z");
  private static final String ENDS =
      "\"status\":\"active\",\"expires_on\":\"2026-12-04T20:00:00Z\"";
  private static final String UNKNOWN = error(1000, "Invalid API Token");

  @Test
  void expiryOfAUserToken_inOneRequest() {
    try (var subject = new CloudflareFixture(always(200, token(ENDS)))) {
      assertThat(subject.cloudflare.verify("main", ACCOUNTS))
          .isEqualTo(new TokenState.Valid("active", END));
      assertThat(subject.api.targets()).containsExactly(USER);
    }
  }

  @Test
  void endOfAnAccountsToken_fromItsOwnPathAlone_onceThatIsKnown() {
    try (var subject = new CloudflareFixture(onlyAt(OF_ACCOUNT))) {
      var other = List.of("unknown", "0123", CloudflareFixture.ACCOUNT.id());

      assertThat(subject.cloudflare.verify("main", other))
          .isEqualTo(new TokenState.Valid("active", END));
      assertThat(subject.cloudflare.verify("main", other))
          .isEqualTo(new TokenState.Valid("active", END));

      assertThat(subject.api.targets())
          .containsExactly(USER, "/accounts/0123/tokens/verify", OF_ACCOUNT, OF_ACCOUNT);
    }
  }

  @Test
  void unauthorized_inFewRequests_whenNoEndpointAcceptsTheToken() {
    try (var subject = new CloudflareFixture(always(401, UNKNOWN))) {
      var state = subject.cloudflare.verify("main", List.of("a", "a", "b", "c", "d", "e"));

      assertThat(state)
          .isEqualTo(
              new TokenState.Failed(
                  new Fault(FaultReason.UNAUTHORIZED, "HTTP 401, code 1000: Invalid API Token")));
      assertThat(subject.api.targets()).hasSize(4);
    }
  }

  @Test
  void onlyTheKnownPathIsRequested_whenATokenBecomesInvalid() {
    var script = new AtomicReference<>(onlyAt(OF_ACCOUNT));
    try (var subject = new CloudflareFixture((request, out) -> script.get().answer(request, out))) {
      subject.cloudflare.verify("main", ACCOUNTS);
      script.set(always(401, UNKNOWN));

      assertThat(reason(subject.cloudflare.verify("main", ACCOUNTS)))
          .isEqualTo(FaultReason.UNAUTHORIZED);
      assertThat(subject.api.targets()).containsExactly(USER, OF_ACCOUNT, OF_ACCOUNT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"status\":\"active\"",
        "\"status\":\"active\",\"expires_on\":null",
        "\"status\":\"active\",\"expires_on\":\"\"",
        "\"status\":\"active\",\"expires_on\":{}"
      })
  void noExpiry_whenNoneIsGiven(String fields) {
    try (var subject = new CloudflareFixture(always(200, token(fields)))) {
      assertThat(subject.cloudflare.verify("main", ACCOUNTS))
          .isEqualTo(new TokenState.NoExpiry("active"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"active", "disabled", "expired", "sleeping"})
  void statusIsKeptAsReceived(String status) {
    var fields = "\"status\":\"" + status + "\",\"expires_on\":\"2026-12-04T20:00:00.5Z\"";
    try (var subject = new CloudflareFixture(always(200, token(fields)))) {
      assertThat(subject.cloudflare.verify("main", ACCOUNTS))
          .isEqualTo(new TokenState.Valid(status, END.plusMillis(500)));
    }
  }

  @Test
  void notAToken_withoutAnyRequest_whenItIsAKey() {
    try (var subject = new CloudflareFixture(always(200, token(ENDS)))) {
      assertThat(subject.cloudflare.verify("legacy", ACCOUNTS))
          .isEqualTo(new TokenState.NotAToken());
      assertThat(subject.api.targets()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"status\":\"active\",\"expires_on\":\"soon\"|a token whose expires_on is not a date",
        "\"expires_on\":\"2026-12-04T20:00:00Z\"|a token without a status",
        "\"status\":null|a token without a status"
      })
  void malformed_whenTheResponseIsInvalid(String fields, String detail) {
    try (var subject = new CloudflareFixture(always(200, token(fields)))) {
      var state = subject.cloudflare.verify("main", ACCOUNTS);

      assertThat(reason(state)).isEqualTo(FaultReason.MALFORMED);
      assertThat(((TokenState.Failed) state).fault().detail()).contains(detail);
      assertThat(subject.api.targets()).hasSize(1);
    }
  }

  @Test
  void malformed_whenTheResultIsAList() {
    try (var subject = new CloudflareFixture(always(200, ApiBodies.page(List.of(), 1, 50, 0)))) {
      var state = (TokenState.Failed) subject.cloudflare.verify("main", ACCOUNTS);

      assertThat(state.fault())
          .isEqualTo(new Fault(FaultReason.MALFORMED, "HTTP 200, result is not an object"));
    }
  }

  /**
   * A fault that returns an object is malformed for a token too, because the object has no status.
   */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HANGS", "HANGS_IN_THE_MIDDLE", "DRIBBLES", "DRIBBLES_ITS_HEAD"})
  void failedWithItsReason_whenTheAnswerIsBroken(ReadingFault broken) {
    try (var subject = new CloudflareFixture(broken.script)) {
      var state = subject.cloudflare.verify("main", List.of());

      assertThat(reason(state)).isEqualTo(broken.reason);
      assertThat(subject.api.targets()).hasSize(broken.requests);
    }
  }

  @Test
  void noAccountIsTried_whenTheUserEndpointIsUnavailable() {
    try (var subject = new CloudflareFixture(always(503, ""))) {
      subject.cloudflare.verify("main", ACCOUNTS);

      assertThat(subject.api.targets()).containsExactly(USER, USER, USER);
    }
  }

  @Test
  void noRequest_whileACredentialIsPaused() {
    try (var subject =
        new CloudflareFixture(always(429, error(971, "Please wait"), "Retry-After: 300"))) {
      subject.read(CloudflareFixture.CLIENTS);

      assertThat(reason(subject.cloudflare.verify("main", ACCOUNTS)))
          .isEqualTo(FaultReason.RATE_LIMITED);
      assertThat(subject.api.targets()).hasSize(1);
    }
  }

  @Test
  void expiryIsExported_untilTheTokenHasNone() {
    var script = new AtomicReference<>(always(401, UNKNOWN));
    try (var subject = new CloudflareFixture((request, out) -> script.get().answer(request, out))) {
      subject.cloudflare.verify("main", ACCOUNTS);
      assertThat(exported(subject)).isEmpty();

      script.set(always(200, token(ENDS)));
      subject.cloudflare.verify("main", ACCOUNTS);
      assertThat(exported(subject)).contains((double) END.getEpochSecond());

      script.set(always(500, ""));
      subject.cloudflare.verify("main", ACCOUNTS);
      assertThat(exported(subject)).contains((double) END.getEpochSecond());

      script.set(
          always(200, token("\"status\":\"active\",\"expires_on\":\"2027-01-01T00:00:00Z\"")));
      subject.cloudflare.verify("main", ACCOUNTS);
      assertThat(exported(subject))
          .contains((double) Instant.parse("2027-01-01T00:00:00Z").getEpochSecond());

      script.set(always(200, token("\"status\":\"active\"")));
      subject.cloudflare.verify("main", ACCOUNTS);
      assertThat(exported(subject)).isEmpty();
    }
  }

  @Test
  void nothingIsExported_afterItIsClosed() {
    try (var subject = new CloudflareFixture(always(200, token(ENDS)))) {
      subject.cloudflare.verify("main", ACCOUNTS);
      subject.cloudflare.close();

      assertThat(exported(subject)).isEmpty();
    }
  }

  @Test
  void requestsAreCounted_byEndpoint() {
    try (var subject = new CloudflareFixture(onlyAt(OF_ACCOUNT))) {
      assertThat(counted(subject, "200")).isZero();

      subject.cloudflare.verify("main", ACCOUNTS);

      assertThat(counted(subject, "200")).isOne();
      assertThat(subject.api.targets()).hasSize(2);
    }
  }

  @Test
  void refuses_anUnknownCredential() {
    try (var subject = new CloudflareFixture(always(200, token(ENDS)))) {
      assertThatThrownBy(() -> subject.cloudflare.verify("missing", ACCOUNTS))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String token(String fields) {
    return "{\"success\":true,\"errors\":[],\"messages\":[{\"code\":10000,\"message\":\"fine\"}],"
        + "\"result\":{\"id\":\"ed17574386854bf78a67040be0a770b0\","
        + fields
        + "}}";
  }

  private static FakeApi.Script onlyAt(String path) {
    return (request, out) -> {
      boolean there = request.target().equals(path);
      FakeApi.send(out, there ? 200 : 401, there ? token(ENDS) : UNKNOWN);
    };
  }

  private static FaultReason reason(TokenState state) {
    assertThat(state).isInstanceOf(TokenState.Failed.class);
    return ((TokenState.Failed) state).fault().reason();
  }

  private static Optional<Double> exported(CloudflareFixture subject) {
    return Optional.ofNullable(
            subject
                .registry
                .find("certvigil.api.token.expiry.timestamp.seconds")
                .tag("credential", "main")
                .gauge())
        .map(Gauge::value);
  }

  private static double counted(CloudflareFixture subject, String code) {
    return subject
        .registry
        .get("certvigil.api.requests")
        .tags("endpoint", "/accounts/{account_id}/tokens/verify", "code", code)
        .counter()
        .count();
  }
}
