package io.certvigil.demo.simulator;

import static io.certvigil.demo.FixedClock.TODAY;
import static io.certvigil.model.Source.ACCESS_CERTIFICATES;
import static io.certvigil.model.Source.API_TOKENS;
import static io.certvigil.model.Source.CLIENT_CERTIFICATES;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;
import static io.certvigil.model.Source.SERVICE_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Source;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SimulatedEstateTest {
  private static final Set<Source> TOKENS = Set.of(SERVICE_TOKENS, API_TOKENS);

  private final SimulatedEstate sample = SimulatedEstate.sample(1, TODAY);

  @Test
  void sample_dependsOnTheSeedOnly() {
    assertThat(SimulatedEstate.sample(1, TODAY).expectedCertificates(TODAY))
        .isEqualTo(sample.expectedCertificates(TODAY))
        .isNotEqualTo(SimulatedEstate.sample(2, TODAY).expectedCertificates(TODAY));
  }

  @Test
  void uniform_isTheSameForTheSameSeed_withThreeSourcesOnly() {
    var uniform = UniformEstate.of(2, 3, 4, 1, TODAY).expectedCertificates(TODAY);

    assertThat(UniformEstate.of(2, 3, 4, 1, TODAY).expectedCertificates(TODAY)).isEqualTo(uniform);
    assertThat(uniform)
        .extracting(ExpectedCertificate::source)
        .containsOnly(ACCESS_CERTIFICATES, CLIENT_CERTIFICATES, GATEWAY_CERTIFICATES);
  }

  @Test
  void sample_hasCertificatesOfEverySource_eachWithItsOwnId() {
    assertThat(sample.expectedCertificates(TODAY))
        .extracting(ExpectedCertificate::source)
        .contains(Source.values());
    assertThat(sample.expectedCertificates(TODAY))
        .extracting(ExpectedCertificate::certificateId)
        .doesNotHaveDuplicates();
  }

  @Test
  void sample_hasSomeHundredCertificates() {
    assertThat(sample.accounts()).hasSize(3);
    assertThat(sample.zones()).hasSizeBetween(10, 15);
    assertThat(sample.expectedCertificates(TODAY)).hasSizeBetween(300, 700);
  }

  @Test
  void sample_hasVariousExpiryDates() {
    var days =
        sample.expectedCertificates(TODAY).stream()
            .map(ExpectedCertificate::notAfter)
            .filter(Objects::nonNull)
            .map(end -> Duration.between(TODAY, end).toDays())
            .toList();

    assertThat(days)
        .anyMatch(day -> day < 0)
        .anyMatch(day -> day >= 0 && day < 1)
        .anyMatch(day -> day >= 1 && day < 7)
        .anyMatch(day -> day >= 7 && day < 30)
        .anyMatch(day -> day >= 30 && day < 365)
        .anyMatch(day -> day >= 365);
  }

  @Test
  void sample_hasOneWithoutAReadableDate_andOneThatIsNotIssuedYet() {
    assertThat(sample.expectedCertificates(TODAY))
        .filteredOn(expected -> !TOKENS.contains(expected.source())) // some never expire
        .filteredOn(expected -> expected.notAfter() == null)
        .extracting(ExpectedCertificate::status)
        .containsExactlyInAnyOrder("active", "pending_validation");
  }

  @Test
  void sample_hasEveryStatus() {
    assertThat(sample.expectedCertificates(TODAY))
        .extracting(ExpectedCertificate::status)
        .contains("active", "revoked", "pending_revocation", "hibernating", "none", "inactive");
  }

  @Test
  void sample_isValidSinceBeforeToday() {
    var zones = sample.zones().stream().map(zone -> zone.zone().id());

    assertThat(zones.flatMap(zone -> sample.list(CLIENT_CERTIFICATES, zone).stream()))
        .allMatch(certificate -> certificate.notBefore().isBefore(TODAY));
  }

  @Test
  void removed_isNotListed() {
    var estate = UniformEstate.of(1, 1, 3, 1, TODAY);
    var id = estate.expectedCertificates(TODAY).getFirst().certificateId();

    assertThat(estate.remove(id)).isTrue();
    assertThat(estate.remove(id)).isFalse();
    assertThat(estate.expectedCertificates(TODAY))
        .extracting(ExpectedCertificate::certificateId)
        .doesNotContain(id);
  }

  @Test
  void renewed_keepsItsId() {
    var estate = UniformEstate.of(1, 1, 3, 1, TODAY);
    var id = estate.expectedCertificates(TODAY).getFirst().certificateId();
    var end = TODAY.plus(Duration.ofDays(900));

    assertThat(estate.renew(id, TODAY, end)).map(SimulatedCertificate::notAfter).hasValue(end);
  }

  @Test
  void removedZone_removesItsCertificates() {
    var estate = UniformEstate.of(1, 2, 3, 1, TODAY);
    var zone = estate.zones().getFirst().zone().id();
    estate.removeZone(zone);

    assertThat(estate.zone(zone)).isEmpty();
    assertThat(estate.expectedCertificates(TODAY))
        .extracting(ExpectedCertificate::ownerId)
        .doesNotContain(zone);
  }

  @Test
  void renamedZone_keepsItsAccount() {
    var estate = UniformEstate.of(2, 2, 0, 1, TODAY);
    var zone = estate.zones().getLast();
    estate.renameZone(zone.zone().id(), "new.example");

    assertThat(estate.zones().getLast().zone().name()).isEqualTo("new.example");
    assertThat(estate.zones().getLast().account()).isEqualTo(zone.account());
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void hundredThousand_areCreatedAndServedQuickly() throws Exception {
    try (var fixture = new SimulatorFixture(UniformEstate.of(3, 500, 200, 1, TODAY))) {
      assertThat(fixture.items(fixture.clientCertificates() + "?per_page=50")).hasSize(50);
      assertThat(fixture.estate.expectedCertificates(TODAY)).hasSize(100_000 + 12);
    }
  }
}
