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
  private final List<String> told = new ArrayList<>();
  private final Scenario story = new Scenario(estate, TODAY, told::add);

  private static Instant at(int seconds) {
    return TODAY.plusSeconds(seconds);
  }

  private ExpectedCertificate named(String start, Instant now) {
    return estate.expectedCertificates(now).stream()
        .filter(truth -> truth.name().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothing_happensAtFirst() {
    var before = estate.expectedCertificates(TODAY);

    story.tick(TODAY);

    assertThat(told).isEmpty();
    assertThat(estate.expectedCertificates(TODAY)).isEqualTo(before);
  }

  @Test
  void certificates_crossRungsInTheFirstMinutes() {
    assertThat(named("press-line", TODAY).notAfter()).isEqualTo(at(40).plus(Duration.ofDays(30)));
    assertThat(named("badge-reader", TODAY).notAfter()).isEqualTo(at(60).plus(Duration.ofDays(7)));
    assertThat(named("cold-store", TODAY).notAfter()).isEqualTo(at(90));
  }

  @Test
  void one_isRevoked() {
    story.tick(at(70));
    var pending = named("stolen-laptop", at(70)).status();
    var settled = named("stolen-laptop", at(70).plus(SimulatedEstate.SETTLING)).status();

    assertThat(pending).isEqualTo("pending_revocation");
    assertThat(settled).isEqualTo("revoked");
  }

  @Test
  void one_isRenewed() {
    var before = named("Warehouse", TODAY);
    story.tick(at(100));
    var after = named("Warehouse", at(100));

    assertThat(after.certificateId()).isEqualTo(before.certificateId());
    assertThat(after.notAfter()).isAfter(before.notAfter());
  }

  @Test
  void one_vanishes() {
    story.tick(at(110));

    assertThat(estate.expectedCertificates(at(110)))
        .noneMatch(truth -> truth.name().startsWith("retired-printer"));
  }

  @Test
  void zone_isUnreadableForAWhile() {
    var zone = estate.zones().getLast().zone().id();

    story.tick(at(60));
    var denied = estate.isDenied(CLIENT_CERTIFICATES, zone);
    story.tick(at(170));

    assertThat(denied).isTrue();
    assertThat(estate.isDenied(CLIENT_CERTIFICATES, zone)).isFalse();
  }

  @Test
  void everything_happensOnceAndInOrder_whenTicksWereMissed() {
    story.tick(at(180));
    story.tick(at(180));

    assertThat(told).hasSize(8).doesNotHaveDuplicates();
    assertThat(told.getFirst()).contains("30 days");
    assertThat(told.getLast()).contains("can be read again");
  }

  @Test
  void life_goesOn() {
    story.tick(at(240));
    story.tick(at(360));

    assertThat(told).filteredOn(line -> line.startsWith("visitor-")).hasSize(2);
  }

  @Test
  void life_isBounded_whenTheClockJumps() {
    story.tick(TODAY.plus(Duration.ofDays(3650)));

    assertThat(told).hasSizeLessThan(300);
  }
}
