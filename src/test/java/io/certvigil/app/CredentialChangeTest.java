package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.ApiToken;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Globs;
import io.certvigil.model.Source;
import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import io.certvigil.redaction.Scrubber;
import io.certvigil.schedule.Schedule;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.sweep.SweepSettings;
import io.certvigil.sweep.Sweeper;
import io.certvigil.sweep.WatchEntry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of Access answers 200 with what the token may see, and its policies change. */
class CredentialChangeTest {
  private static final String ALL = "[{\"id\":\"p1\",\"resources\":{\"account\":\"*\"}}]";
  private static final String FEWER = "[{\"id\":\"p1\",\"resources\":{\"account.x\":\"*\"}}]";
  private static final String CERTIFICATE = "0123456789abcdef0123456789abcdef";
  private static final Set<Source> SOURCES = Set.of(Source.ACCESS_CERTIFICATES);

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final VerifiedClock time = new VerifiedClock(clock, clock::nanos);
  private final SimulatedEstate estate = UniformEstate.of(1, 0, 0, 3, clock.instant());
  private final InjectedFaults faults = new InjectedFaults();
  private final SimulatedCloudflare remote =
      SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
  private final Cloudflare cloudflare =
      new Cloudflare(
          new CloudflareSettings(
              remote.baseUrl(),
              Duration.ofSeconds(20),
              60_000,
              Map.of("main", new Credential.Token(SimulatedCloudflare.TOKEN))),
          "1.2.3",
          clock,
          _ -> {},
          new SimpleMeterRegistry(),
          new Scrubber());
  private Store store;
  private Sweeper sweeper;
  private SelfMonitor monitor;

  @BeforeEach
  void open() {
    var policy = new Policy(PolicySettings.DEFAULTS);
    store =
        Store.open(
            new StoreSettings(
                folder.resolve("certvigil.db"), Duration.ofDays(730), Duration.ofDays(90)));
    store.applyConfig(List.of("main"), Set.of("hook"), "", clock.instant());
    var watch =
        new WatchEntry(
            "main", "main", Globs.ALL, Globs.ALL, SOURCES, Duration.ofHours(1), null, Map.of());
    sweeper =
        new Sweeper(
            new SweepSettings(List.of(watch), SOURCES, 1200),
            new SweepCloudflare(cloudflare, time),
            store,
            policy,
            _ -> {},
            clock,
            _ -> {},
            new SimpleMeterRegistry());
    var supervisor = new SchedulerSupervisor(() -> new Schedule("self"), _ -> {}, clock::nanos);
    monitor =
        new SelfMonitor(
            store, policy, cloudflare, time, supervisor, Set.of("hook"), Set.of("main"));
    estate.add(
        SimulatedCertificate.of(
            Source.ACCESS_CERTIFICATES,
            estate.accounts().getFirst().id(),
            CERTIFICATE,
            "root",
            clock.instant().minus(Duration.ofDays(300)),
            clock.instant().plus(Duration.ofDays(6))));
  }

  @AfterEach
  void close() {
    sweeper.close();
    cloudflare.close();
    remote.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatATokenMaySeeNoMore_isNotResolved(boolean ofAccount) {
    token(ofAccount, ALL);
    sweep(1);
    monitor.verifyCredentials();

    token(ofAccount, FEWER);
    estate.remove(CERTIFICATE);
    sweep(4);
    monitor.verifyCredentials();

    assertThat(types())
        .contains("certificate.expiring")
        .containsOnlyOnce("credential.changed")
        .doesNotContain("certificate.resolved");
  }

  @Test
  void whatATokenMaySeeNoMore_isNotResolved_whileItsPoliciesCannotBeRead() {
    token(false, ALL);
    sweep(1);
    monitor.verifyCredentials();

    token(false, FEWER);
    estate.remove(CERTIFICATE);
    faults.inject(FaultKind.SERVER_ERROR_500, RequestMatcher.ofRoute(ApiRoute.USER_TOKEN));
    sweep(4);
    assertThat(faults.injectedCount()).isPositive();
    faults.clear();
    sweep(3);

    assertThat(types())
        .contains("certificate.expiring")
        .containsOnlyOnce("credential.changed")
        .doesNotContain("certificate.resolved");
  }

  @Test
  void removedCertificate_isResolved_whileThePoliciesAreTheSame() {
    token(false, ALL);
    sweep(1);
    monitor.verifyCredentials();

    estate.remove(CERTIFICATE);
    sweep(3);

    assertThat(types()).contains("certificate.resolved").doesNotContain("credential.changed");
  }

  @Test
  void unreadablePolicies_areAskedForOnce_andChangeNothing() {
    sweep(1);
    monitor.verifyCredentials();
    monitor.verifyCredentials();

    estate.remove(CERTIFICATE);
    sweep(3);

    assertThat(types()).contains("certificate.resolved").doesNotContain("credential.changed");
    assertThat(remote.requestsByRoute()).containsEntry("user_token", 1L);
  }

  @Test
  void sweepAsksForNoPolicies_whileNothingIsMissing() {
    token(false, ALL);

    sweep(3);

    assertThat(remote.requestsByRoute().keySet())
        .containsExactlyInAnyOrder("zones", "accounts", "account_access_certificates");
  }

  private void token(boolean ofAccount, String policies) {
    var token =
        ofAccount ? ApiToken.ofAccount(estate.accounts().getFirst().id()) : ApiToken.ofUser();
    remote.addToken(SimulatedCloudflare.TOKEN, token.withPolicies(policies));
  }

  private void sweep(int times) {
    for (int sweep = 0; sweep < times; sweep++) {
      clock.advance(Duration.ofHours(1));
      sweeper.sweepAll(SweepProgressListener.NONE);
    }
  }

  private List<String> types() {
    return store.outbox().unseen("hook", 100).stream().map(StoredEvent::type).toList();
  }
}
