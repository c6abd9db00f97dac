package io.certvigil.store;

import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificate;
import static io.certvigil.store.StoreFixture.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.DeliveryView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A channel named {@code hook}, with alerts to notify of. */
abstract class DeliveriesContract extends StoreContract {
  static final Instant LATER = TODAY.plusSeconds(60);

  Outbox outbox() {
    return store().outbox();
  }

  /** Commits certificates, each with an alert and its first event; returns all unseen events. */
  List<StoredEvent> alerts(int count) {
    store().applyConfig(List.of(), Set.of("hook"), "", TODAY);
    var soon =
        IntStream.range(0, count)
            .mapToObj(i -> certificate("c" + i, Duration.ofDays(13)))
            .toArray(Certificate[]::new);
    store().readings().commit(ZONE_A, complete(ZONE_A, soon), POLICY, TODAY);
    return outbox().unseen("hook", 100);
  }

  static NewDelivery draft(String id, String lane, StoredEvent event) {
    return new NewDelivery(
        id, id, "body of " + id, List.of(event.id()), Set.of(event.alertKey()), lane);
  }

  /** Stores deliveries about one alert, to the whole channel. */
  void queue(String... ids) {
    var event = alerts(1).getFirst();
    var drafts = List.of(ids).stream().map(id -> draft(id, "", event)).toList();
    assertThat(outbox().enqueue("hook", event.position(), drafts, Map.of(), TODAY))
        .isEqualTo(ids.length);
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
