package io.certvigil.store;

import static io.certvigil.store.StoreFixture.GATEWAY;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificate;
import static io.certvigil.store.StoreFixture.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.EventView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest extends StoreTestBase {
  private static final Instant OLD = TODAY.plus(Duration.ofDays(731));

  private void certificates(Instant now, String... statuses) {
    for (int i = 0; i < statuses.length; i++) {
      commit(
          ZONE_A, now.plusSeconds(600L * i), certificate("c1", statuses[i], Duration.ofDays(13)));
    }
  }

  private void deliver(boolean deliver) {
    store().applyConfig(List.of(), Set.of("hook"), "", TODAY);
    for (var event : store().outbox().unseen("hook", 100)) {
      var draft =
          new NewDelivery(
              event.id(), event.id(), "{}", List.of(event.id()), Set.of(event.alertKey()));
      store().outbox().enqueue("hook", event.position(), List.of(draft), Map.of(), TODAY);
      if (deliver) {
        var delivery = store().outbox().claim("hook", TODAY).orElseThrow();
        store().outbox().markDelivered(delivery, null, TODAY);
      }
    }
  }

  private List<EventView> events() {
    return store().inventory().events(100);
  }

  @Test
  void youngRows_areKept() {
    certificates(TODAY, "active", "revoked");
    deliver(true);
    long before = engine().rowCount();

    store().readings().applyRetention(TODAY.plus(Duration.ofDays(89)));

    assertThat(engine().rowCount()).isEqualTo(before);
  }

  @Test
  void deliveredEventsOfResolvedAlerts_areDeleted() {
    certificates(TODAY, "active", "revoked");
    deliver(true);

    store().readings().applyRetention(OLD);

    assertThat(events()).isEmpty();
  }

  @Test
  void eventsOfAFiringAlert_areKept() {
    certificates(TODAY, "active");
    deliver(true);

    store().readings().applyRetention(OLD);

    assertThat(events()).hasSize(1);
    assertThat(store().inventory().alerts(false, OLD)).hasSize(1);
  }

  @Test
  void undeliveredEvents_areKept() {
    certificates(TODAY, "active", "revoked");
    int all = events().size();
    deliver(false);

    store().readings().applyRetention(OLD);

    assertThat(events()).hasSize(all);
    assertThat(store().outbox().claim("hook", OLD)).isPresent();
  }

  @Test
  void eventsNotComposedYet_areKept() {
    certificates(TODAY, "active", "revoked");
    int all = events().size();
    store().applyConfig(List.of(), Set.of("hook"), "", TODAY);

    store().readings().applyRetention(OLD);

    assertThat(store().outbox().unseen("hook", 100)).hasSize(all);
  }

  @Test
  void oldVersions_areDeleted() {
    certificates(TODAY, "active", "revoked", "active");
    assertThat(known(TODAY)).isEqualTo(1);
    assertThat(known(TODAY.plusSeconds(600))).isEqualTo(1);

    store().readings().applyRetention(OLD);

    assertThat(known(TODAY)).isZero();
    assertThat(known(TODAY.plusSeconds(600))).isZero();
    assertThat(known(TODAY.plusSeconds(1200))).isEqualTo(1);
  }

  /** The number of certificates with a version of that moment. */
  private int known(Instant moment) {
    var known = new ArrayList<CertificateView>();
    store().inventory().asOf(moment, CertificateFilter.ALL, known::add);
    return known.size();
  }

  @Test
  void longAbsentCertificate_isDeletedWithVersionsAndAlerts() {
    certificates(TODAY, "active", "revoked");
    deliver(true);
    var key = store().inventory().find("c1", TODAY).getFirst().key();
    assertThat(known(TODAY)).isEqualTo(1);
    for (int hour = 1; hour < 4; hour++) {
      commit(ZONE_A, TODAY.plus(HOUR.multipliedBy(hour)));
    }
    deliver(true);

    store().readings().applyRetention(OLD);
    deliver(true);
    store().readings().applyRetention(OLD);

    assertThat(store().inventory().detail(key, TODAY)).isEmpty();
    assertThat(known(TODAY)).isZero();
    assertThat(known(TODAY.plusSeconds(600))).isZero();
    assertThat(store().inventory().alerts(true, TODAY)).isEmpty();
  }

  @Test
  void presentCertificate_isKept() {
    store().readings().commit(GATEWAY, healthy(GATEWAY, 1_200), POLICY, TODAY);

    store().readings().applyRetention(OLD);

    assertThat(store().inventory().count(CertificateFilter.ALL, OLD)).isEqualTo(1_200);
  }

  @Test
  void moreRowsThanOneTransactionDeletes_areDeleted() {
    for (int day = 0; day < 40; day++) {
      var status = day % 2 == 0 ? "active" : "pending";
      var certificates = new Certificate[40];
      for (int i = 0; i < certificates.length; i++) {
        certificates[i] = certificate("c" + i, status, Duration.ofDays(300));
      }
      var now = TODAY.plus(Duration.ofDays(day));
      commit(GATEWAY, now, certificates);
    }

    assertThat(known(TODAY)).isEqualTo(40);

    store().readings().applyRetention(OLD.plus(Duration.ofDays(60)));

    for (int day = 0; day < 39; day++) {
      assertThat(known(TODAY.plus(Duration.ofDays(day)))).isZero();
    }
    assertThat(known(TODAY.plus(Duration.ofDays(39)))).isEqualTo(40);
  }
}
