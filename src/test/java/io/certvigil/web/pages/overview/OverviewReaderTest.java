package io.certvigil.web.pages.overview;

import static io.certvigil.web.site.SiteFixture.CLIENTS;
import static io.certvigil.web.site.SiteFixture.GATEWAY;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.FaultReason;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.SiteFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overview of a real store. */
class OverviewReaderTest {
  @TempDir private Path folder;
  private SiteFixture site;

  @BeforeEach
  void open() {
    site = new SiteFixture(folder);
    site.discover();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private OverviewView view() {
    return new OverviewReader(site.context(FixedDaemon.MINIMAL)).read();
  }

  private static Certificate certificate(String id, String status, Duration left) {
    return SiteFixture.certificate(id, id + ".example.com", status, left);
  }

  @Test
  void nothingTried_isAFirstSweep() {
    assertThat(view().figures().tried()).isZero();
    assertThat(view().figures().scopes()).isEqualTo(2);
  }

  @Test
  void certificates_areListedSoonestFirst_withoutRevokedOnes() {
    site.read(
        CLIENTS,
        TODAY,
        certificate("later", "active", Duration.ofDays(9)),
        certificate("revoked", "revoked", Duration.ofDays(-9)),
        certificate("sooner", "active", Duration.ofDays(2)));

    assertThat(view().soonest())
        .extracting(CertificateView::name)
        .containsExactly("sooner.example.com", "later.example.com");
  }

  @Test
  void expiredOnes_areOneRow_withTheAgeOfTheOldest() {
    site.read(
        CLIENTS,
        TODAY,
        certificate("dead", "active", Duration.ofDays(-58)),
        certificate("gone", "active", Duration.ofMinutes(-7)),
        certificate("sooner", "active", Duration.ofDays(2)));

    assertThat(view().soonest())
        .extracting(CertificateView::name)
        .containsExactly("sooner.example.com");
    assertThat(view().expired().oldest()).isEqualTo(Duration.ofDays(58));
    assertThat(view().dataAt()).isEqualTo(TODAY);
  }

  @Test
  void revokedOnes_hideNoOthers_howeverMany() {
    var many =
        IntStream.range(0, 300).mapToObj(i -> certificate("r" + i, "revoked", Duration.ofDays(-9)));
    var one = Stream.of(certificate("valid", "active", Duration.ofDays(2)));
    site.read(CLIENTS, TODAY, Stream.concat(many, one).toArray(Certificate[]::new));

    assertThat(view().soonest())
        .extracting(CertificateView::name)
        .containsExactly("valid.example.com");
  }

  @Test
  void failure_isNamedWithItsReason() {
    site.fail(GATEWAY, TODAY, FaultReason.FORBIDDEN, "10000: no permission");

    assertThat(view().unreadable())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.reason()).isEqualTo("forbidden");
              assertThat(group.lists().getFirst().detail()).contains("10000: no permission");
            });
    assertThat(view().sources())
        .filteredOn(line -> line.source().equals("gateway_certificates"))
        .singleElement()
        .extracting(OverviewView.SourceLine::never)
        .isEqualTo(1);
  }

  @Test
  void listOutsideThePlan_differsFromAForbiddenOne() {
    var said = "code 1450: not granted for this zone";
    site.fail(GATEWAY, TODAY.minus(Duration.ofMinutes(10)), FaultReason.FORBIDDEN, said);
    site.fail(GATEWAY, TODAY, FaultReason.FORBIDDEN, said);

    assertThat(view().unreadable())
        .extracting(OverviewView.UnreadableGroup::reason)
        .containsExactly("not in the plan");
  }

  @Test
  void events_areShown() {
    site.read(CLIENTS, TODAY, certificate("soon", "active", Duration.ofDays(2)));

    assertThat(view().events()).isNotEmpty();
  }
}
