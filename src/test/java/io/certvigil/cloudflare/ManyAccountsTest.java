package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.InjectedFaults.AccountListFault;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.Globs;
import io.certvigil.net.NameResolver;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More accounts than Cloudflare lists the zones of at once. */
class ManyAccountsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final int ACCOUNTS = 501;
  private static final long PAGES_OF_ACCOUNTS = 11;

  private final SimulatedEstate estate = UniformEstate.of(ACCOUNTS, 600, 0, 7, NOW);
  private final InjectedFaults faults = new InjectedFaults();
  private final SimulatedCloudflare remote =
      SimulatedCloudflare.start(estate, RateLimits.none(), () -> NOW, faults);
  private final Cloudflare cloudflare =
      new Cloudflare(
          new CloudflareSettings(
              remote.baseUrl(),
              Duration.ofSeconds(30),
              1_000_000,
              Map.of("main", new Credential.Token(SimulatedCloudflare.TOKEN))),
          "1.2.3",
          () -> NOW,
          date -> {},
          new SimpleMeterRegistry(),
          new Scrubber(),
          new NameResolver(),
          new VirtualTicker(),
          () -> 0.5);

  @AfterEach
  void close() {
    cloudflare.close();
    remote.close();
  }

  @Test
  void zonesAreListedByAccount_theRefusedListIsAskedForOnce() {
    var first = discover(DiscoverySeeds.NONE);
    var second = discover(DiscoverySeeds.NONE);

    assertThat(first.complete()).isTrue();
    assertThat(first.accountsComplete()).isTrue();
    assertThat(first.accounts()).containsExactlyInAnyOrderElementsOf(estate.accounts());
    assertThat(first.zones()).containsExactlyInAnyOrderElementsOf(estate.zones());
    assertThat(second.zones()).containsExactlyInAnyOrderElementsOf(estate.zones());
    assertThat(remote.requestsByRoute())
        .isEqualTo(Map.of("zones", 1L + 2 * ACCOUNTS, "accounts", 2 * PAGES_OF_ACCOUNTS));
  }

  @Test
  void onlyTheNamedAccounts_areAskedForTheirZones() {
    var id = estate.accounts().get(7).id();
    faults.accounts(AccountListFault.FORBIDDEN);

    var discovery = discover(DiscoverySeeds.of(new Globs(List.of(id)), Globs.ALL));

    assertThat(discovery.complete()).isTrue();
    assertThat(discovery.zones())
        .containsExactlyElementsOf(
            estate.zones().stream().filter(zone -> zone.account().id().equals(id)).toList());
    assertThat(remote.requestsByRoute()).isEqualTo(Map.of("zones", 2L, "accounts", 1L));
  }

  @Test
  void incomplete_whileTheZonesOfAnAccountAreUnknown() {
    faults.inject(
        FaultKind.FORBIDDEN_403, RequestMatcher.ofRoute(ApiRoute.ZONES).skipping(100).times(1));

    var discovery = discover(DiscoverySeeds.NONE);

    assertThat(discovery.complete()).isFalse();
    assertThat(discovery.zones()).hasSize(599);
  }

  @Test
  void incomplete_whenNoAccountIsKnown() {
    faults.accounts(AccountListFault.FORBIDDEN);

    assertThat(discover(DiscoverySeeds.NONE).complete()).isFalse();
    assertThat(remote.requestsByRoute()).isEqualTo(Map.of("zones", 1L, "accounts", 1L));
  }

  private Discovery discover(DiscoverySeeds seeds) {
    return cloudflare.discover("main", seeds);
  }
}
