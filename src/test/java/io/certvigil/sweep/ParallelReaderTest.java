package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PolicyState;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParallelReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();
  private final List<Instant> pauses = new ArrayList<>();
  private @Nullable Instant pausedUntil;
  private Instant clock = NOW;

  @Test
  void everyScopeIsReadOnce() throws InterruptedException {
    var reader = reader(Reading.Complete::new);

    reader.read(supplier(100), _ -> reading -> SweepSummary.FAILED);

    assertThat(read).hasSize(100).doesNotHaveDuplicates();
    assertThat(reader.total().failed()).isEqualTo(100);
  }

  @Test
  void noRequest_whileTheCredentialIsPaused() throws InterruptedException {
    pausedUntil = NOW.plusSeconds(300);

    reader(Reading.Complete::new).read(supplier(3), _ -> reading -> SweepSummary.NOTHING);

    assertThat(pauses).containsExactly(NOW.plusSeconds(300));
    assertThat(read).hasSize(3);
  }

  @Test
  void rateLimitedScope_isReturnedForAnotherTry() throws InterruptedException {
    var reader =
        reader((scope, _) -> new Reading.Failed(scope, new Fault(FaultReason.RATE_LIMITED, "")));

    assertThat(reader.read(supplier(2), _ -> reading -> SweepSummary.FAILED)).hasSize(2);
  }

  @Test
  void abortedReading_isNotStored() throws InterruptedException {
    var reader =
        reader(
            (_, _) -> {
              throw new CancellationException();
            });
    var stored = new ConcurrentLinkedQueue<Reading>();

    reader.read(supplier(2), _ -> keep(stored));

    assertThat(stored).isEmpty();
  }

  @Test
  void othersAreRead_whenOneFails() throws InterruptedException {
    var reader =
        reader(
            (scope, nothing) -> {
              if (scope.owner().id().equals("0")) {
                throw new IllegalStateException("planted");
              }
              return new Reading.Complete(scope, nothing);
            });
    var stored = new ConcurrentLinkedQueue<Reading>();

    reader.read(supplier(5), _ -> keep(stored));

    assertThat(stored).hasSize(4);
  }

  private static Function<Reading, SweepSummary> keep(ConcurrentLinkedQueue<Reading> stored) {
    return reading -> {
      stored.add(reading);
      return SweepSummary.NOTHING;
    };
  }

  private interface ReadingSource {
    Reading to(Scope scope, List<Certificate> nothing);
  }

  private ParallelReader reader(ReadingSource answer) {
    var api =
        new CloudflareReader() {
          @Override
          public Discovery discover(String credential, DiscoverySeeds seeds) {
            return new Discovery(List.of(), List.of(), true, null);
          }

          @Override
          public Reading read(String credential, Scope scope) {
            read.add(scope.key());
            return answer.to(scope, List.of());
          }

          @Override
          public PolicyState policies(String credential, Collection<String> accountIds) {
            return new PolicyState.Unreadable();
          }

          @Override
          public Optional<Instant> pausedUntil(String credential) {
            return Optional.ofNullable(pausedUntil);
          }

          @Override
          public int requests(Source source, int items) {
            return 1;
          }
        };
    return new ParallelReader(api, this::pause, () -> clock);
  }

  private void pause(Instant until) {
    pauses.add(until);
    clock = until;
  }

  private static Supplier<Optional<WatchedScope>> supplier(int count) {
    var all = new ArrayDeque<>(scopes(count));
    return () -> Optional.ofNullable(all.poll());
  }

  private static List<WatchedScope> scopes(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new WatchedScope(
                    Scope.ofZone(
                        Source.CLIENT_CERTIFICATES,
                        new ResourceRef("a", "acme"),
                        new ResourceRef("" + i, "z" + i)),
                    "main",
                    "main",
                    Duration.ofHours(1),
                    Map.of()))
        .toList();
  }
}
