package io.certvigil.web.pages.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.policy.Policy;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.site.FixedFigures;
import io.certvigil.web.site.InstallationInfo;
import io.certvigil.web.site.MinimalDaemon;
import io.certvigil.web.site.SiteContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overview of a real store. */
class OverviewReaderTest {
  private static final Instant TODAY = OverviewViews.TODAY;
  private static final ResourceRef ACME = new ResourceRef("a1", "acme");
  private static final ResourceRef EXAMPLE = new ResourceRef("z1", "example.com");
  private static final WatchedScope CLIENTS =
      watched(Scope.ofZone(Source.CLIENT_CERTIFICATES, ACME, EXAMPLE));
  private static final WatchedScope GATEWAY =
      watched(Scope.ofAccount(Source.GATEWAY_CERTIFICATES, ACME));

  @TempDir private Path folder;
  private final Policy policy = new Policy(io.certvigil.policy.PolicySettings.DEFAULTS);
  private @Nullable Store opened;

  private static WatchedScope watched(Scope scope) {
    return new WatchedScope(scope, "main", "main", Duration.ofHours(1), Map.of());
  }

  @BeforeEach
  void open() {
    var days = Duration.ofDays(90);
    opened = Store.open(new StoreSettings(folder.resolve("certvigil.db"), days, days));
    store()
        .scopes()
        .recordDiscovery(
            "main",
            "main",
            new Discovery(List.of(ACME), List.of(new Zone(EXAMPLE, ACME)), true, null),
            List.of(CLIENTS, GATEWAY),
            TODAY);
  }

  @AfterEach
  void close() {
    store().close();
  }

  private Store store() {
    return Objects.requireNonNull(opened);
  }

  private OverviewView view() {
    return new OverviewReader(
            new SiteContext(
                new InstallationInfo("prod-eu", "0.1.0", Set.of()),
                new FixedFigures(1, 1),
                store(),
                new MinimalDaemon(),
                () -> TODAY))
        .read();
  }

  private static Certificate certificate(String id, String status, Duration left) {
    return new Certificate(
        id,
        id + ".example.com",
        status,
        null,
        false,
        Expiry.on(TODAY.plus(left)),
        X509Fields.UNKNOWN,
        Map.of());
  }

  private void commit(Reading reading, WatchedScope watched) {
    store().readings().commit(watched, reading, policy, TODAY);
  }

  @Test
  void nothingTried_isAFirstSweep() {
    assertThat(view().figures().tried()).isZero();
    assertThat(view().figures().scopes()).isEqualTo(2);
  }

  @Test
  void certificates_areListedSoonestFirst_withoutRevokedOnes() {
    commit(
        new Reading.Complete(
            CLIENTS.scope(),
            List.of(
                certificate("later", "active", Duration.ofDays(9)),
                certificate("revoked", "revoked", Duration.ofDays(-9)),
                certificate("sooner", "active", Duration.ofDays(2)))),
        CLIENTS);

    assertThat(view().soonest())
        .extracting(CertificateView::name)
        .containsExactly("sooner.example.com", "later.example.com");
  }

  @Test
  void revokedOnes_hideNoOthers_howeverMany() {
    var many =
        IntStream.range(0, 300).mapToObj(i -> certificate("r" + i, "revoked", Duration.ofDays(-9)));
    var one = Stream.of(certificate("valid", "active", Duration.ofDays(2)));
    commit(new Reading.Complete(CLIENTS.scope(), Stream.concat(many, one).toList()), CLIENTS);

    assertThat(view().soonest())
        .extracting(CertificateView::name)
        .containsExactly("valid.example.com");
  }

  @Test
  void failure_isNamedWithItsReason() {
    commit(
        new Reading.Failed(
            GATEWAY.scope(), new Fault(FaultReason.FORBIDDEN, "10000: no permission")),
        GATEWAY);

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
    var fault = new Fault(FaultReason.FORBIDDEN, "code 1450: not granted for this zone");
    commit(new Reading.Failed(GATEWAY.scope(), fault), GATEWAY);

    assertThat(view().unreadable())
        .extracting(OverviewView.UnreadableGroup::reason)
        .containsExactly("not in the plan");
  }

  @Test
  void events_areShown() {
    commit(
        new Reading.Complete(
            CLIENTS.scope(), List.of(certificate("soon", "active", Duration.ofDays(2)))),
        CLIENTS);

    assertThat(view().events()).isNotEmpty();
  }
}
