package io.certvigil.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.notify.NotifyFixture;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.DeliveryView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order in which deliveries are claimed. */
class UrgencyTest {
  /** Days to the expiry of each certificate: severities info, warning, warning, critical, ... */
  private static final List<Integer> DAYS = List.of(50, 25, 8, 3, 1);

  private final NotifyFixture fixture;
  private final List<StoredEvent> events;

  UrgencyTest(@TempDir Path folder) {
    fixture = new NotifyFixture(folder);
    fixture.configureChannels("hook");
    fixture.commitCertificates(
        DAYS.stream().map(days -> NotifyFixture.certificate(days, days)).toList());
    events =
        fixture.store.outbox().unseen("hook", 99).stream()
            .sorted(Comparator.comparingInt(UrgencyTest::days).reversed())
            .toList();
    assertThat(events).extracting(UrgencyTest::days).isEqualTo(DAYS);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static int days(StoredEvent event) {
    return DAYS.stream()
        .filter(days -> event.json().contains("device-" + days + "."))
        .findFirst()
        .orElseThrow();
  }

  private void enqueue(NewDelivery... deliveries) {
    long upTo = fixture.store.outbox().unseen("hook", 99).getLast().position();
    assertThat(
            fixture
                .store
                .outbox()
                .enqueue("hook", upTo, List.of(deliveries), Map.of(), fixture.now.get()))
        .isEqualTo(deliveries.length);
  }

  private NewDelivery about(int days, String id, String... alerts) {
    var event = events.get(DAYS.indexOf(days));
    return new NewDelivery(id, id, "{}", List.of(event.id()), Set.of(alerts));
  }

  private List<String> claimAll() {
    var claimed = new ArrayList<String>();
    for (var next = claim(1); !next.isEmpty(); next = claim(1)) {
      fixture.store.outbox().markDelivered(next.getFirst(), null, fixture.now.get());
      claimed.add(next.getFirst().messageId());
    }
    return claimed;
  }

  private List<Delivery> claim(int most) {
    return fixture.store.outbox().claim("hook", most, fixture.now.get());
  }

  @Test
  void severity_goesFirst_thenTheNearestEnd() {
    enqueue(
        DAYS.stream().map(days -> about(days, "d" + days, "a" + days)).toArray(NewDelivery[]::new));

    assertThat(claimAll()).containsExactly("d1", "d3", "d8", "d25", "d50");
  }

  @Test
  void claim_takesTheMostUrgent_upToItsNumber() {
    enqueue(
        DAYS.stream().map(days -> about(days, "d" + days, "a" + days)).toArray(NewDelivery[]::new));

    assertThat(claim(3)).extracting(Delivery::messageId).containsExactly("d1", "d3", "d8");
    assertThat(claim(3)).extracting(Delivery::messageId).containsExactly("d25", "d50");
    assertThat(claim(3)).isEmpty();
  }

  @Test
  void claim_neverTakesTwoOfOneAlert() {
    enqueue(about(25, "d1", "a"), about(3, "d2", "a"), about(8, "d3", "b"));

    assertThat(claim(9)).extracting(Delivery::messageId).containsExactly("d1", "d3");
  }

  @Test
  void olderDeliveryOfTheSameAlert_isAsUrgent() {
    enqueue(
        about(8, "mass", "m"),
        about(50, "d1", "a"),
        about(50, "d2", "a", "b"),
        about(1, "d3", "b"));

    assertThat(claimAll()).containsExactly("d1", "d2", "d3", "mass");
  }

  @Test
  void whatIsAboutNoEvent_goesLast() {
    enqueue(about(50, "d50", "a"));
    fixture.put("hook", "digest", "{}", "none");
    fixture.put("hook", "digest2", "{}", "none2");

    assertThat(claimAll()).containsExactly("d50", "digest", "digest2");
  }

  @Test
  void released_isNoAttempt_andKeepsItsOrder() {
    enqueue(about(3, "d3", "a"), about(8, "d8", "b"));
    var both = claim(2);

    both.reversed().forEach(fixture.store.outbox()::release);

    assertThat(fixture.states()).containsOnly("ready");
    var all = fixture.store.outbox().deliveries(new DeliveryView.Filter(null, null, null, null, 0));
    assertThat(all).extracting(DeliveryView::attempts).containsOnly(0);
    assertThat(all).extracting(DeliveryView::ambiguous).containsOnly(false);
    assertThat(claimAll()).containsExactly("d3", "d8");
  }

  @Test
  void releasingTwice_changesNothing() {
    enqueue(IntStream.range(0, 1).mapToObj(_ -> about(3, "d3", "a")).toArray(NewDelivery[]::new));
    var first = claim(1).getFirst();
    fixture.store.outbox().release(first);
    var second = claim(1).getFirst();
    fixture.store.outbox().markDelivered(second, null, fixture.now.get());

    fixture.store.outbox().release(first);
    fixture.store.outbox().release(second);

    assertThat(fixture.states()).containsExactly("delivered");
  }
}
