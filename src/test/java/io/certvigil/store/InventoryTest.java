package io.certvigil.store;

import static io.certvigil.store.StoreFixture.GATEWAY;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.ZONE_B;
import static io.certvigil.store.StoreFixture.certificate;
import static io.certvigil.store.StoreFixture.withoutExpiry;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest extends StoreTestBase {
  private static final Instant LATER = TODAY.plus(HOUR);

  @BeforeEach
  void commit() {
    commit(
        ZONE_A,
        TODAY,
        certificate("far", Duration.ofDays(300)),
        certificate("expired", Duration.ofDays(-2)),
        certificate("missing", Duration.ofDays(5)));
    commit(
        ZONE_B,
        TODAY,
        certificate("near", "revoked", Duration.ofDays(20)),
        withoutExpiry("undated"));
    commit(GATEWAY, TODAY, certificate("root", Duration.ofDays(45)));
  }

  private List<String> list(CertificateFilter filter) {
    var ids = new ArrayList<String>();
    store().inventory().list(filter, TODAY, view -> ids.add(view.id()));
    assertThat(store().inventory().count(filter, TODAY)).isEqualTo(ids.size());
    return ids;
  }

  @Test
  void list_hasWhatIsAheadFirst_andTheExpiredLast() {
    assertThat(list(CertificateFilter.ALL))
        .containsExactly("missing", "near", "root", "far", "undated", "expired");
  }

  @Test
  void list_isFiltered() {
    assertThat(list(CertificateFilter.onlyExpiringWithin(Duration.ofDays(30))))
        .containsExactly("missing", "near", "expired");
    assertThat(
            list(
                new CertificateFilter(
                    null, Source.GATEWAY_CERTIFICATES, null, null, null, null, Map.of())))
        .containsExactly("root");
    assertThat(list(zone("B.*"))).containsExactly("near", "undated");
    assertThat(list(zone("zb"))).containsExactly("near", "undated");
    assertThat(list(new CertificateFilter(null, null, null, null, "revoked", null, Map.of())))
        .containsExactly("near");
  }

  private static CertificateFilter zone(String glob) {
    return new CertificateFilter(null, null, glob, null, null, null, Map.of());
  }

  @Test
  void missingCertificate_isListedUntilItIsProvedAbsent() {
    commit(ZONE_A, LATER, certificate("far", Duration.ofDays(300)));
    assertThat(list(CertificateFilter.ALL)).contains("missing", "expired");

    commit(ZONE_A, LATER.plus(HOUR), certificate("far", Duration.ofDays(300)));

    assertThat(list(CertificateFilter.ALL)).containsExactly("near", "root", "far", "undated");
  }

  @Test
  void find_searchesAllIdentifyingFields() {
    var view = store().inventory().find("near", TODAY).getFirst();

    assertThat(store().inventory().find(view.key(), TODAY)).containsExactly(view);
    assertThat(store().inventory().find("NEAR.EXAMPLE", TODAY)).containsExactly(view);
    assertThat(store().inventory().find("3bnear", TODAY)).containsExactly(view);
    assertThat(store().inventory().find("nothing", TODAY)).isEmpty();
  }

  @Test
  void view_hasAllFields() {
    var view = store().inventory().find("near", TODAY).getFirst();

    assertThat(view.daysToExpiry()).isEqualTo(20);
    assertThat(view.lifetimeDays()).isEqualTo(385);
    assertThat(view.zone()).isEqualTo(ZONE_B.scope().zone());
    assertThat(view.labels()).isEqualTo(Map.of("team", "platform"));
    assertThat(view.attributes())
        .containsEntry("organization", "Acme")
        .containsEntry("certificate_authority", null)
        .containsEntry("in_use", null);
  }

  @Test
  void expiredOneMinuteAgo_isMinusOneDay() {
    commit(GATEWAY, LATER, certificate("root", Duration.ofMinutes(-1)));

    var view = store().inventory().find("root", TODAY).getFirst();

    assertThat(view.daysToExpiry()).isEqualTo(-1);
  }

  @Test
  void alerts_haveWorstSeverityAndEarliestExpiryFirst() {
    var alerts = store().inventory().alerts(false, TODAY);

    assertThat(alerts)
        .extracting(alert -> alert.alert().subject().certificate())
        .containsExactly("missing", "expired", "root");
    assertThat(alerts.getFirst().summary()).contains("missing.example.com");
    assertThat(alerts.getFirst().certificate()).isNotNull();
  }

  @Test
  void resolvedAlerts_areListedForThirtyDays() {
    commit(
        ZONE_A,
        LATER,
        certificate("far", Duration.ofDays(300)),
        certificate("expired", Duration.ofDays(-2)),
        certificate("missing", "revoked", Duration.ofDays(5)));

    assertThat(store().inventory().alerts(false, LATER)).hasSize(2);
    assertThat(store().inventory().alerts(true, LATER)).hasSize(3);
    assertThat(store().inventory().alerts(true, LATER.plus(Duration.ofDays(31)))).hasSize(2);
  }

  @Test
  void events_areNewestFirst() {
    var events = store().inventory().events(100);

    assertThat(events).hasSize(3);
    assertThat(store().inventory().events(1)).containsExactly(events.getFirst());
  }
}
