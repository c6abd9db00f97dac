package io.certvigil.demo;

import static io.certvigil.demo.FixedClock.TODAY;
import static io.certvigil.model.Source.CLIENT_CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.simulator.ExpectedCertificate;
import io.certvigil.demo.simulator.SimulatedEstate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  private final SimulatedEstate estate = SimulatedEstate.sample(1, TODAY);
  private final List<String> lines = new ArrayList<>();
  private final Scenario scenario = new Scenario(estate, TODAY, lines::add);

  private static Instant at(int seconds) {
    return TODAY.plusSeconds(seconds);
  }

  private ExpectedCertificate named(String start, Instant now) {
    return estate.expectedCertificates(now).stream()
        .filter(expected -> expected.name().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothing_happensAtFirst() {
    var before = estate.expectedCertificates(TODAY);

    scenario.tick(TODAY);

    assertThat(lines).isEmpty();
    assertThat(estate.expectedCertificates(TODAY)).isEqualTo(before);
  }

  @Test
  void certificates_reachAlertStepsInTheFirstMinutes() {
    assertThat(named("press-line", TODAY).notAfter()).isEqualTo(at(40).plus(Duration.ofDays(30)));
    assertThat(named("badge-reader", TODAY).notAfter()).isEqualTo(at(60).plus(Duration.ofDays(7)));
    assertThat(named("cold-store", TODAY).notAfter()).isEqualTo(at(90));
  }

  @Test
  void certificate_isRevoked() {
    scenario.tick(at(70));
    var pending = named("stolen-laptop", at(70)).status();
    var settled = named("stolen-laptop", at(70).plus(SimulatedEstate.SETTLING)).status();

    assertThat(pending).isEqualTo("pending_revocation");
    assertThat(settled).isEqualTo("revoked");
  }

  @Test
  void certificate_isRenewed() {
    var before = named("Warehouse", TODAY);
    scenario.tick(at(100));
    var after = named("Warehouse", at(100));

    assertThat(after.certificateId()).isEqualTo(before.certificateId());
    assertThat(after.notAfter()).isAfter(before.notAfter());
  }

  @Test
  void certificate_disappears() {
    scenario.tick(at(110));

    assertThat(estate.expectedCertificates(at(110)))
        .noneMatch(expected -> expected.name().startsWith("retired-printer"));
  }

  @Test
  void zone_isUnreadableForSomeTime() {
    var zone = estate.zones().getLast().zone().id();

    scenario.tick(at(60));
    var denied = estate.isDenied(CLIENT_CERTIFICATES, zone);
    scenario.tick(at(170));

    assertThat(denied).isTrue();
    assertThat(estate.isDenied(CLIENT_CERTIFICATES, zone)).isFalse();
  }

  @Test
  void everything_happensOnceAndInOrder_whenTicksWereMissed() {
    scenario.tick(at(180));
    scenario.tick(at(180));

    assertThat(lines).hasSize(8).doesNotHaveDuplicates();
    assertThat(lines.getFirst()).contains("30 days");
    assertThat(lines.getLast()).contains("can be read again");
  }

  @Test
  void devices_areAddedLater() {
    scenario.tick(at(240));
    scenario.tick(at(360));

    assertThat(lines).filteredOn(line -> line.startsWith("visitor-")).hasSize(2);
  }

  @Test
  void devices_areLimited_whenTheClockJumps() {
    scenario.tick(TODAY.plus(Duration.ofDays(3650)));

    assertThat(lines).hasSizeLessThan(300);
  }
}
