package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.error;
import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.CloudflareFixture.ACCOUNT;
import static io.certvigil.cloudflare.CloudflareFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Permission;
import io.certvigil.model.Reading;
import io.certvigil.model.Refusal;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special in lists of API tokens: their use, and which of them this daemon uses itself. */
class ApiTokensTest {
  private static final Scope OF_ACCOUNT = Scope.ofAccount(Source.API_TOKENS, ACCOUNT);
  private static final Scope OF_USER = Scope.ofUser(Source.API_TOKENS, "main");
  private static final String VERIFY_USER = "/user/tokens/verify";
  private static final String VERIFY_ACCOUNT = "/accounts/" + ACCOUNT.id() + "/tokens/verify";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\",\"status\":\"active\"}",
        "{\"id\":\"a\",\"status\":\"active\",\"expires_on\":null}"
      })
  void neverExpires_whenItHasNoEnd(String item) {
    assertThat(token(item).expiry()).isEqualTo(new Expiry.Never());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1]", "true", "\"\"", "\"soon\""})
  void expiryIsUnknown_whenItsEndIsNoDate(String end) {
    assertThat(token("{\"id\":\"a\",\"expires_on\":" + end + "}").expiry())
        .isInstanceOf(Expiry.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"a\"}", "{\"id\":\"a\",\"status\":null,\"expires_on\":null}"})
  void expiryIsUnknown_whenNotEvenTheStatusIsThere(String item) {
    assertThat(token(item).expiry()).isInstanceOf(Expiry.Unreadable.class);
  }

  @Test
  void notInUse_whenItIsDisabled() {
    var token = token("{\"id\":\"a\",\"status\":\"disabled\"}");

    assertThat(token.status()).isEqualTo("disabled");
    assertThat(token.inUse()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 400, within 7 days",
    "7, 400, within 7 days",
    "8, 400, within 30 days",
    "30, 400, within 30 days",
    "31, 400, not within 30 days",
    ", 400, not within 30 days",
    ", 31, not within 30 days",
    ", 30, within 30 days",
    ", 1, within 30 days"
  })
  void use_isKeptInThreeSteps(Integer usedDaysAgo, int issuedDaysAgo, String kept) {
    var used = usedDaysAgo == null ? "null" : quoted(usedDaysAgo);
    var item =
        "{\"id\":\"a\",\"issued_on\":%s,\"last_used_on\":%s}"
            .formatted(quoted(issuedDaysAgo), used);

    assertThat(token(item).attributes())
        .containsEntry(Certificate.LAST_USED, kept)
        .doesNotContainKey("last_used_on");
  }

  @Test
  void useIsUnknown_whenNoDateIsReadable() {
    assertThat(token("{\"id\":\"a\",\"last_used_on\":\"lately\"}").attributes())
        .doesNotContainKeys(Certificate.LAST_USED, "last_used_on");
  }

  @Test
  void sameCertificate_whenOnlyTheTimeOfUseIsAnother() {
    var hourAgo = NOW.minus(Duration.ofHours(1));

    assertThat(token("{\"id\":\"a\",\"last_used_on\":\"" + NOW + "\"}"))
        .isEqualTo(token("{\"id\":\"a\",\"last_used_on\":\"" + hourAgo + "\"}"));
  }

  @Test
  void ownToken_namesItsCredential() {
    try (var subject = new CloudflareFixture(script(VERIFY_USER))) {
      assertThat(subject.complete(OF_USER))
          .extracting(one -> one.attributes().get(Certificate.CREDENTIAL))
          .containsExactly("main", null);
    }
  }

  @Test
  void ownTokenOfAnAccount_namesItsCredentialInTheListOfTheAccount() {
    try (var subject = new CloudflareFixture(script(VERIFY_ACCOUNT))) {
      assertThat(subject.complete(OF_ACCOUNT))
          .extracting(one -> one.attributes().get(Certificate.CREDENTIAL))
          .containsExactly("main", null);
    }
  }

  @Test
  void ownTokenOfAnotherCredential_namesThatOne() {
    try (var subject = new CloudflareFixture(script(VERIFY_USER))) {
      subject.cloudflare.verify("main", List.of());

      var read = (Reading.Complete) subject.cloudflare.read("legacy", OF_ACCOUNT);

      assertThat(read.certificates().getFirst().attributes())
          .containsEntry(Certificate.CREDENTIAL, "main");
    }
  }

  @Test
  void nothingIsRequestedOfTheUser_whenTheTokenIsOfAnAccount() {
    try (var subject = new CloudflareFixture(script(VERIFY_ACCOUNT))) {
      subject.cloudflare.verify("main", List.of(ACCOUNT.id()));

      assertThat(subject.fault(OF_USER).reason()).isEqualTo(FaultReason.FORBIDDEN);
      assertThat(Permission.of(subject.cloudflare.probe("main", OF_USER).orElseThrow()))
          .isEqualTo(Permission.NOT_IN_PLAN);
      assertThat(subject.listTargets()).isEmpty();
    }
  }

  /** Otherwise a valid token of an account would look like one that Cloudflare refuses. */
  @Test
  void forbidden_whenAnUnidentifiedTokenIsRefusedByTheListOfItsUser() {
    try (var subject =
        new CloudflareFixture(FakeApi.always(401, error(1000, "Invalid API Token")))) {
      assertThat(subject.fault(OF_USER).reason()).isEqualTo(FaultReason.FORBIDDEN);
      assertThat(subject.fault(OF_USER).refusal()).contains(Refusal.NO_USER);
      assertThat(subject.fault(OF_ACCOUNT).reason()).isEqualTo(FaultReason.UNAUTHORIZED);
    }
  }

  @Test
  void unauthorized_whenTheTokenOfAUserIsRefusedByTheListOfItsUser() {
    var script = new AtomicReference<>(script(VERIFY_USER));
    try (var subject = new CloudflareFixture((request, out) -> script.get().answer(request, out))) {
      subject.cloudflare.verify("main", List.of());
      script.set(FakeApi.always(401, error(1000, "Invalid API Token")));

      assertThat(subject.fault(OF_USER).reason()).isEqualTo(FaultReason.UNAUTHORIZED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedWithItsReason_whenTheAnswerIsBroken(TokenListFault broken) {
    FakeApi.Script script =
        (request, out) -> {
          if (request.target().endsWith("/verify")) {
            script(VERIFY_USER).answer(request, out);
          } else {
            FakeApi.always(broken.status, broken.body).answer(request, out);
          }
        };
    try (var subject = new CloudflareFixture(script)) {
      assertThat(subject.read(OF_ACCOUNT).failure().orElseThrow().reason())
          .isEqualTo(broken.reason);
      assertThat(subject.read(OF_USER).failure().orElseThrow().reason()).isEqualTo(broken.reason);
    }
  }

  enum TokenListFault {
    FORBIDDEN(403, error(9109, "Unauthorized to access requested resource"), FaultReason.FORBIDDEN),
    NOT_FOUND(404, error(7003, "Could not route"), FaultReason.HTTP_4XX),
    NO_JSON(200, "<html>", FaultReason.MALFORMED),
    ONE_SHORT(200, page(List.of("{\"id\":\"a\"}"), 1, 50, 2), FaultReason.INCOMPLETE),
    NO_ID(200, page(List.of("{\"name\":\"a\"}"), 1, 50, 1), FaultReason.MALFORMED);

    private final int status;
    private final String body;
    private final FaultReason reason;

    TokenListFault(int status, String body, FaultReason reason) {
      this.status = status;
      this.body = body;
      this.reason = reason;
    }
  }

  private static String quoted(int daysAgo) {
    return "\"" + NOW.minus(Duration.ofDays(daysAgo)) + "\"";
  }

  private static Certificate token(String item) {
    return CloudflareFixture.certificates(OF_ACCOUNT, item).getFirst();
  }

  /** A Cloudflare in which the token {@code own} is verified at this path, and lists two tokens. */
  private static FakeApi.Script script(String verification) {
    return (request, out) -> {
      if (request.path().equals(verification)) {
        FakeApi.send(
            out, 200, "{\"success\":true,\"result\":{\"id\":\"own\",\"status\":\"active\"}}");
      } else if (request.path().endsWith("/verify")) {
        FakeApi.send(out, 401, error(1000, "Invalid API Token"));
      } else {
        var items = List.of("{\"id\":\"own\"}", "{\"id\":\"other\"}");
        FakeApi.send(out, 200, page(items, 1, 50, 2));
      }
    };
  }
}
