package io.certvigil.model;

import static io.certvigil.model.Permission.FORBIDDEN;
import static io.certvigil.model.Permission.NOT_IN_PLAN;
import static io.certvigil.model.Permission.NO_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionTest {
  @Test
  void successfulAnswer_isReadable() {
    assertThat(Permission.of(null)).isEqualTo(Permission.READABLE);
  }

  @ParameterizedTest
  @EnumSource(FaultReason.class)
  void everyReason_hasAPermission(FaultReason reason) {
    var expected =
        switch (reason) {
          case FORBIDDEN -> FORBIDDEN;
          case UNAUTHORIZED,
              RATE_LIMITED,
              HTTP_4XX,
              HTTP_5XX,
              TIMEOUT,
              NETWORK,
              MALFORMED,
              INCOMPLETE,
              STORE ->
              NO_ANSWER;
        };
    assertThat(Permission.of(new Fault(reason, "HTTP 4xx, code 9109: Unauthorized to access")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP 403, code 1403: No quota has been allocated",
        "HTTP 403, code 1450: ACM not granted for this zone",
        "HTTP 403, code 10010: some.api.not_entitled",
        "HTTP 403, code 9999: access.api.error.not_enabled"
      })
  void errorThatNamesThePlan_isNotInPlan(String said) {
    assertThat(Permission.of(new Fault(FaultReason.FORBIDDEN, said))).isEqualTo(NOT_IN_PLAN);
  }

  @ParameterizedTest
  @CsvSource({"code 11403: x", "'code 14501: not granting'"})
  void otherCodes_areForbidden(String said) {
    assertThat(Permission.of(new Fault(FaultReason.FORBIDDEN, said))).isEqualTo(FORBIDDEN);
  }
}
