package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.Expiry;
import io.certvigil.model.Globs;
import io.certvigil.model.PolicyState;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.policy.Policy;
import io.certvigil.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch that exceeds its request budget: which scopes keep the configured interval. */
class UrgentScopesTest {
  private static final Instant TODAY = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int ZONES = 100;
  private static final String NEAR = "7";
  private static final WatchEntry WATCH =
      new WatchEntry(
          "main",
          "main",
          Globs.ALL,
          Globs.ALL,
          Set.of(Source.CLIENT_CERTIFICATES, Source.GATEWAY_CERTIFICATES),
          HOUR,
          null,
          Map.of());

  @TempDir Path folder;

  private Instant now = TODAY;
  private Store store;
  private Sweeper sweeper;

  @BeforeEach
  void open() {
    store =
        Store.open(
            new io.certvigil.store.StoreSettings(
                folder.resolve("certvigil.db"), Duration.ofDays(730), Duration.ofDays(90)));
    sweeper = sweeper(new LargeEstate());
    store.applyConfig(List.of("main"), Set.of(), "", TODAY);
    sweeper.sweepAll(SweepProgressListener.NONE);
  }

  @AfterEach
  void close() {
    sweeper.close();
    store.close();
  }

  @Test
  void accountsAndNearExpiries_areDueAsConfigured() {
    tick(HOUR);

    assertThat(due())
        .containsExactly("gateway_certificates/account/a", "client_certificates/zone/" + NEAR);
  }

  @Test
  void urgentScopes_areDueOncePerInterval() {
    tick(HOUR);
    read();
    tick(Duration.ofMinutes(20));

    assertThat(due()).isEmpty();

    tick(Duration.ofMinutes(40));

    assertThat(due()).hasSize(2);
  }

  @Test
  void everythingIsDue_whenTheStretchedIntervalHasPassed() {
    now = now.plus(Duration.ofDays(2));

    sweeper.checkIntervals();

    assertThat(due()).hasSize(ZONES + 1);
  }

  @Test
  void unreadListsCount_afterARestart() {
    sweeper.close();
    sweeper = sweeper(new LargeEstate());

    sweeper.removeUnwatched();
    sweeper.plan();
    tick(HOUR);

    assertThat(due()).hasSize(2); // not everything, as for a watch that fits the budget
  }

  private void tick(Duration time) {
    now = now.plus(time);
    sweeper.markDue(WATCH);
  }

  private List<String> due() {
    return store.scopes().due("main", 1_000).stream().map(list -> list.scope().key()).toList();
  }

  private void read() {
    for (var watched : store.scopes().due("main", 1_000)) {
      store.readings().commit(watched, reading(watched.scope()), policy(), now);
    }
  }

  private static Policy policy() {
    return new Policy(io.certvigil.policy.PolicySettings.DEFAULTS);
  }

  private Sweeper sweeper(CloudflareReader api) {
    return new Sweeper(
        new SweepSettings(List.of(WATCH), WATCH.sources(), 2),
        api,
        store,
        policy(),
        _ -> {},
        () -> now,
        _ -> {},
        new SimpleMeterRegistry());
  }

  private static Reading reading(Scope scope) {
    var left = scope.owner().id().equals(NEAR) ? Duration.ofDays(20) : Duration.ofDays(300);
    var certificate =
        new Certificate(
            "one",
            "one",
            "active",
            null,
            false,
            Expiry.on(TODAY.plus(left)),
            X509Fields.UNKNOWN,
            Map.of());
    return new Reading.Complete(scope, List.of(certificate));
  }

  private static final class LargeEstate implements CloudflareReader {
    private static final ResourceRef ACCOUNT = new ResourceRef("a", "acme");

    @Override
    public Discovery discover(String credential, DiscoverySeeds seeds) {
      var zones =
          IntStream.range(0, ZONES)
              .mapToObj(i -> new Zone(new ResourceRef("" + i, "zone" + i + ".example"), ACCOUNT))
              .toList();
      return new Discovery(List.of(ACCOUNT), zones, true, null);
    }

    @Override
    public Reading read(String credential, Scope scope) {
      return reading(scope);
    }

    @Override
    public PolicyState policies(String credential, Collection<String> accountIds) {
      return new PolicyState.Unreadable();
    }

    @Override
    public Optional<Instant> pausedUntil(String credential) {
      return Optional.empty();
    }

    @Override
    public int requests(Source source, int items) {
      return 1;
    }
  }
}
