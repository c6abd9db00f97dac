package io.certvigil.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import io.certvigil.model.ZoneStatus;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneFindingsTest {
  private static final ResourceRef ZONE = new ResourceRef("z1", "shop.example");
  private static final ResourceRef ACCOUNT = new ResourceRef("a1", "acme");

  @ParameterizedTest
  @CsvSource({
    "active, full, false, free, none",
    "active, full, true, free, none",
    "moved, full, false, free, failed moved you 7",
    "moved, full, true, free, failed moved you 7",
    "moved, full, false, pro, failed moved you 0",
    "moved, partial, false, business, failed moved you 0",
    "moved, full, false, '', failed moved you 0",
    "pending, full, false, free, new pending you 28",
    "pending, partial, true, enterprise, new pending you 0",
    "initializing, full, false, free, new pending you 28",
    "something_new, full, false, free, none"
  })
  void zone_byItsStatusAndPlan(
      String status, String type, boolean paused, String plan, String expected) {
    var answer = ZoneFindings.of(zone(new ZoneStatus(status, type, paused, plan)));

    assertThat(answer.subjects()).containsExactly("z1");
    if (expected.equals("none")) {
      assertThat(answer.found()).isEmpty();
      return;
    }
    var one = answer.found().getFirst();
    assertThat(
            "%s %s %s %d"
                .formatted(one.stage(), one.causeId(), one.actor(), one.endsAfter())
                .toLowerCase(Locale.ROOT))
        .isEqualTo(expected);
    assertThat(one.kind()).hasToString("zone_at_risk");
    assertThat(one.cause().endsWith(", and it is paused")).isEqualTo(paused);
    assertThat(one.subject().name()).isEqualTo("shop.example");
  }

  @Test
  void unknownStatus_saysNothingAtAll() {
    assertThat(ZoneFindings.of(zone(ZoneStatus.UNKNOWN)).subjects()).isEmpty();
  }

  @Test
  void zoneWithoutOurDns_isNotSentToTheRegistrar() {
    var partial = ZoneFindings.of(zone(new ZoneStatus("pending", "partial", false, "pro")));

    assertThat(partial.found().getFirst().cause())
        .contains("record that verifies it")
        .doesNotContain("registrar");
  }

  private static Zone zone(ZoneStatus status) {
    return new Zone(ZONE, ACCOUNT, status);
  }
}
