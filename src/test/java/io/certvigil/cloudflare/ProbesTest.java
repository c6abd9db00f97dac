package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Fault;
import io.certvigil.model.Level;
import io.certvigil.model.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {
  @Test
  void emptyPage_isEnough() {
    assertThat(Probes.of(new Answer.Page<>(List.of(), Answer.PageInfo.NONE)))
        .isEqualTo(new Probe.Granted());
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReason_meansSomething(Reason reason) {
    var fault = new Fault(reason, "HTTP 4xx, code 9109: Unauthorized to access");

    var expected =
        switch (reason) {
          case UNAUTHORIZED, FORBIDDEN -> new Probe.Forbidden(fault);
          case HTTP_4XX -> new Probe.NotInPlan(fault);
          case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE ->
              new Probe.Unanswered(fault);
        };
    assertThat(Probes.of(new Answer.Bad<>(fault))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP 403, code 1403: No quota has been allocated",
        "HTTP 403, code 1450: ACM not granted for this zone",
        "HTTP 403, code 10010: some.api.not_entitled",
        "HTTP 403, code 9999: access.api.error.not_enabled"
      })
  void refusalThatNamesThePlan_isNoMissingPermission(String said) {
    var fault = new Fault(Reason.FORBIDDEN, said);

    assertThat(Probes.of(new Answer.Bad<>(fault))).isEqualTo(new Probe.NotInPlan(fault));
  }

  @ParameterizedTest
  @CsvSource({"code 11403: x", "'code 14501: not granting'"})
  void otherCodes_areMissingPermissions(String said) {
    var fault = new Fault(Reason.FORBIDDEN, said);

    assertThat(Probes.of(new Answer.Bad<>(fault))).isEqualTo(new Probe.Forbidden(fault));
  }

  @TestFactory
  Stream<DynamicTest> everyList_isAskedForItsSmallestPage() {
    return Lists.sources().stream()
        .flatMap(
            source ->
                Arrays.stream(Level.values())
                    .filter(source::has)
                    .map(
                        level ->
                            DynamicTest.dynamicTest(
                                source + " " + level, () -> assertSmall(Lists.of(source, level)))));
  }

  private static void assertSmall(Listing<?, ?> listing) {
    var path = listing.glance("0123");

    if (listing.paginated()) {
      assertThat(path).contains("page=1&per_page=5").startsWith("/");
    } else {
      assertThat(path).doesNotContain("page=");
    }
  }
}
