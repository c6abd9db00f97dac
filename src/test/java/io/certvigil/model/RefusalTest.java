package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue: what Cloudflare says, the reason, what may be read, and the next step. */
class RefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP 400, code 6003: Invalid request headers; code 6111: Invalid format for Authorization header | UNAUTHORIZED | NO_ANSWER | copy it again
          HTTP 400, code 6003: Invalid request headers; code 6103: Invalid format for X-Auth-Key header | UNAUTHORIZED | NO_ANSWER | copy it again
          HTTP 403, code 9109: Cannot use the access token from location: 192.0.2.7 | UNAUTHORIZED | NO_ANSWER | client IP filter
          HTTP 403, code 9109: Invalid access token | UNAUTHORIZED | NO_ANSWER | create a new one
          HTTP 401, code 1000: Invalid API Token | UNAUTHORIZED | NO_ANSWER | create a new one
          HTTP 403, code 9103: Unknown X-Auth-Key or X-Auth-Email | UNAUTHORIZED | NO_ANSWER | create a new one
          HTTP 403, code 9109: Unauthorized to access requested resource | FORBIDDEN | FORBIDDEN | lacks a permission
          HTTP 403, code 10000: Authentication error | FORBIDDEN | FORBIDDEN | lacks a permission
          HTTP 403, Actor requires permission 'com.cloudflare.api.account.zone.list' to list zones | FORBIDDEN | FORBIDDEN | lacks a permission
          HTTP 403, code 1403: No quota has been allocated for this zone | FORBIDDEN | NOT_IN_PLAN | custom hostnames
          HTTP 400, code 1404: No quota has been allocated for this zone | FORBIDDEN | NOT_IN_PLAN | custom hostnames
          HTTP 403, code 1450: ACM not granted for this zone | FORBIDDEN | NOT_IN_PLAN | Advanced Certificate Manager
          HTTP 400, code 1011: Plan level does not allow custom certificates | FORBIDDEN | NOT_IN_PLAN | custom certificates need
          HTTP 403, code 9999: access.api.error.not_enabled: Access is not enabled | FORBIDDEN | NOT_IN_PLAN | enable Zero Trust
          HTTP 403, code 10010: firewallaccessrules.api.not_entitled | FORBIDDEN | NOT_IN_PLAN | the plan does not include
          HTTP 403, no JSON, text/html; charset=UTF-8 [cf-ray 8f1-FRA] | HTTP_4XX | NO_ANSWER | egress address
          HTTP 403, no JSON | HTTP_4XX | NO_ANSWER | egress address
          HTTP 400, code 1068: listing zones across more than 500 accounts is currently not allowed | HTTP_4XX | NO_ANSWER | watch.accounts
          HTTP 404, code 7003: Could not route to /zones/x; code 7000: No route for that URI | HTTP_4XX | NO_ANSWER | check the ids
          """)
  void knownRefusal_hasItsReasonAndItsNextStep(
      String said, FaultReason reason, Permission permission, String advice) {
    assertThat(Refusal.in(said)).map(Refusal::reason).contains(reason);
    var fault = new Fault(reason, said);
    assertThat(Permission.of(fault)).isEqualTo(permission);
    assertThat(fault.refusal()).map(Refusal::advice).get().asString().contains(advice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP 400, code 1406: Bad response certificate service",
        "HTTP 403, code 1: something else",
        "HTTP 403",
        "HTTP 403, {}",
        "HTTP 400, code 10000: Authentication error",
        "HTTP 404, no JSON, text/html",
        "HTTP 400, code 11404: no",
        "HTTP 400, code 14500: not granting"
      })
  void otherRefusal_saysNothing(String said) {
    assertThat(Refusal.in(said)).isEmpty();
    assertThat(Permission.of(new Fault(FaultReason.HTTP_4XX, said)))
        .isEqualTo(Permission.NO_ANSWER);
  }

  @Test
  void transportFault_isNoRefusal() {
    assertThat(new Fault(FaultReason.HTTP_5XX, "HTTP 500, code 1404: x").refusal()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void advice_isOneShortSentence(Refusal refusal) {
    assertThat(refusal.advice()).hasSizeBetween(40, 180).hasLineCount(1).doesNotEndWith(".");
  }
}
