package io.certvigil.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.compose.Composer;
import io.certvigil.policy.Severity;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.view.StoreStamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mass of warnings waits for a receiver that takes two events a second; something urgent comes.
 */
@Timeout(300)
class UrgentFirstTest {
  private static final int MASS = 10_000;
  private static final int SENT_BEFORE = 40;
  private static final Duration PACE = Duration.ofMillis(500);

  private final NotifyFixture fixture;
  private final Composer composer;
  private final Courier courier;
  private final PacedReceiver receiver = new PacedReceiver();

  /** Takes one event each half second of the test's clock, and stops after some. */
  private final class PacedReceiver implements Channel {
    private final Map<String, Instant> arrivals = new LinkedHashMap<>();
    private int left = SENT_BEFORE;

    @Override
    public List<NewDelivery> compose(EventBatch batch) {
      return batch.deliveryPerEvent(event -> event.document().certificateOrNone().name());
    }

    @Override
    public synchronized Outcome send(Delivery delivery, Instant now) {
      fixture.advance(PACE);
      arrivals.put(delivery.body() + " " + arrivals.size(), fixture.now.get());
      if (--left == 0) {
        courier.stop();
      }
      return new Outcome.Delivered("");
    }

    @Override
    public Optional<FallbackMessage> fallback(Delivery refused) {
      return Optional.empty();
    }

    @Override
    public void close() {}

    /** When an event about this certificate arrived. */
    synchronized List<Instant> arrivalsOf(String name) {
      return arrivals.entrySet().stream()
          .filter(arrival -> arrival.getKey().startsWith(name + " "))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  UrgentFirstTest(@TempDir Path folder) {
    fixture = new NotifyFixture(folder);
    fixture.configureChannels("pager");
    var channels = new Channels(Map.of("pager", receiver));
    composer =
        new Composer(
            NotifyFixture.settings(Severity.INFO, List.of(), "pager"),
            StoreStamp.NONE,
            channels,
            fixture.store.outbox(),
            fixture.store.silences(),
            () -> false,
            fixture.now::get,
            new SimpleMeterRegistry());
    courier = courier(channels);
  }

  private Courier courier(Channels channels) {
    return new Courier(
        channels, fixture.store.outbox(), fixture.now::get, new SimpleMeterRegistry(), () -> 0.5);
  }

  @AfterEach
  void close() {
    courier.close();
    fixture.close();
  }

  @Test
  void critical_arrivesWithinTenSeconds_behindTenThousandWarnings() {
    var all =
        IntStream.range(0, MASS)
            .mapToObj(n -> NotifyFixture.certificate(n, 12))
            .collect(Collectors.toCollection(ArrayList::new));
    fixture.commitCertificates(all);
    assertThat(composer.compose()).isEqualTo(MASS);
    courier.deliver();
    assertThat(fixture.states().stream().filter("delivered"::equals).count())
        .isBetween((long) SENT_BEFORE, SENT_BEFORE + 4L);

    // A new certificate that ends soon, and one of the mass whose warning still waits.
    all.add(NotifyFixture.certificate(MASS, 1));
    all.set(MASS - 1, NotifyFixture.certificate(MASS - 1, 2));
    fixture.commitCertificates(all);
    composer.compose();
    var came = fixture.now.get();
    receiver.left = 20;
    try (var next = courier(new Channels(Map.of("pager", new Stopping(receiver))))) {
      next.deliver();
    }

    assertThat(receiver.arrivalsOf("device-" + MASS + ".example.com"))
        .singleElement()
        .satisfies(at -> assertThat(Duration.between(came, at)).isLessThan(Duration.ofSeconds(10)));
    // The waiting warning goes first, the end of it and the new, critical alert follow in order.
    assertThat(receiver.arrivalsOf("device-" + (MASS - 1) + ".example.com"))
        .hasSizeGreaterThan(1)
        .isSorted()
        .last()
        .satisfies(at -> assertThat(Duration.between(came, at)).isLessThan(Duration.ofSeconds(10)));
  }

  /** The same receiver for another courier; after twenty events it refuses the rest. */
  private record Stopping(PacedReceiver to) implements Channel {
    @Override
    public List<NewDelivery> compose(EventBatch batch) {
      return to.compose(batch);
    }

    @Override
    public Outcome send(Delivery delivery, Instant now) {
      synchronized (to) {
        return to.left <= 0
            ? new Outcome.TryLater(Outcome.Reason.RATE_LIMITED, Duration.ofHours(1), "")
            : to.send(delivery, now);
      }
    }

    @Override
    public Optional<FallbackMessage> fallback(Delivery refused) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
