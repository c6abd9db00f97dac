package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificates;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.DeliveryView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A channel named {@code hook}, with alerts to notify of. */
abstract class DeliveriesTestBase extends StoreTestBase {
  static final Instant LATER = TODAY.plusSeconds(60);

  Outbox outbox() {
    return store().outbox();
  }

  /** Adds the channel, and commits certificates, each with an alert; returns all unseen events. */
  List<StoredEvent> alerts(int count) {
    store().applyConfig(List.of(), Set.of("hook"), "", TODAY);
    commitAlerts(count);
    return outbox().unseen("hook", 100);
  }

  /** Commits certificates, each with an alert and its first event. */
  void commitAlerts(int count) {
    commit(ZONE_A, TODAY, certificates(count, Duration.ofDays(13)));
  }

  static NewDelivery draft(String id, String lane, StoredEvent event) {
    return new NewDelivery(
        id, id, "body of " + id, List.of(event.id()), Set.of(event.alertKey()), lane);
  }

  /** Stores deliveries about one alert, to the whole channel. */
  void queue(String... ids) {
    var event = alerts(1).getFirst();
    queue(event, List.of(ids).stream().map(id -> draft(id, "", event)).toList());
  }

  void queue(StoredEvent event, List<NewDelivery> drafts) {
    assertThat(outbox().enqueue("hook", event.position(), drafts, Map.of(), TODAY))
        .isEqualTo(drafts.size());
  }

  Delivery claimed(Instant now) {
    return outbox().claim("hook", now).orElseThrow();
  }

  DeliveryView view(String id) {
    return outbox().find(id).orElseThrow();
  }

  long id(String message) {
    return view(message).id();
  }
}
