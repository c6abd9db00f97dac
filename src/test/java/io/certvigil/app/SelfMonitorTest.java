package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Discovery;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Policy;
import io.certvigil.redaction.Scrubber;
import io.certvigil.schedule.Schedule;
import io.certvigil.store.FailedAttempts;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When no heartbeat may be sent, with a real database. Cloudflare is never called. */
class SelfMonitorTest {
  private static final Policy POLICY = new Policy(io.certvigil.policy.PolicySettings.DEFAULTS);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final WatchedScope LIST =
      new WatchedScope(
          Scope.ofAccount(Source.GATEWAY_CERTIFICATES, new ResourceRef("a1", "acme")),
          "main",
          "main",
          Duration.ofHours(1),
          Map.of());

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final VerifiedClock time = new VerifiedClock(clock, clock::nanos);
  private final SchedulerSupervisor supervisor =
      new SchedulerSupervisor(() -> new Schedule("self"), _ -> {}, clock::nanos);
  private final Cloudflare cloudflare =
      new Cloudflare(
          new CloudflareSettings(
              URI.create("http://127.0.0.1:9"),
              Duration.ofSeconds(1),
              600,
              Map.of("main", new Credential.Token(new Secret("unused")))),
          "1.2.3",
          clock,
          _ -> {},
          new Scrubber());
  private Store store;
  private SelfMonitor monitor;

  @BeforeEach
  void open() {
    store =
        Store.open(
            new io.certvigil.store.StoreSettings(
                folder.resolve("certvigil.db"), Duration.ofDays(730), Duration.ofDays(90)));
    store.applyConfig(List.of(), Set.of("hook"), "", clock.instant());
    supervisor.start();
    monitor =
        new SelfMonitor(
            store, POLICY, cloudflare, time, supervisor, Set.of("hook"), Set.of("main"));
  }

  @AfterEach
  void close() {
    supervisor.close();
    cloudflare.close();
    store.close();
  }

  @Test
  void noProblem_whenAllWorks() {
    pass(QUARTER);

    assertThat(monitor.problem(clock.instant())).isEmpty();
  }

  @Test
  void stalledScheduler_isAProblem() {
    clock.advance(SchedulerSupervisor.LIMIT);

    assertThat(monitor.problem(clock.instant()).orElseThrow())
        .contains("the scheduler has stalled");
  }

  @Test
  void credentialWithoutReadings_isAProblem_untilAListIsRead() {
    watch();
    pass(QUARTER.plusMinutes(1));
    assertThat(monitor.problem(clock.instant()).orElseThrow())
        .contains("no list was read with credential main");

    store
        .readings()
        .commit(LIST, new Reading.Complete(LIST.scope(), List.of()), POLICY, clock.instant());

    assertThat(monitor.problem(clock.instant())).isEmpty();
  }

  @Test
  void channelThatHasFailedForADay_isAProblem_untilItWorks() {
    store.outbox().enqueue("hook", 1, List.of(draft()), Map.of(), clock.instant());
    var delivery = store.outbox().claim("hook", clock.instant()).orElseThrow();
    store
        .outbox()
        .reschedule(delivery, clock.instant(), FailedAttempts.failed("http_5xx"), clock.instant());
    store.applyConfig(List.of(), Set.of("hook", "mail"), "", clock.instant());
    monitor =
        new SelfMonitor(
            store, POLICY, cloudflare, time, supervisor, Set.of("hook", "mail"), Set.of("main"));
    pass(Duration.ofDays(1).minusMinutes(1));
    assertThat(monitor.problem(clock.instant())).isEmpty();

    pass(Duration.ofMinutes(1));
    assertThat(monitor.problem(clock.instant()).orElseThrow())
        .contains("channel hook has been failing for a day");

    var again = store.outbox().claim("hook", clock.instant()).orElseThrow();
    store.outbox().markDelivered(again, null, clock.instant());
    assertThat(monitor.problem(clock.instant())).isEmpty();
  }

  @Test
  void everyChannelFailing_isAProblem_andOneOfTwoIsNot() {
    store.applyConfig(List.of(), Set.of("hook", "mail"), "", clock.instant());
    var both =
        new SelfMonitor(
            store, POLICY, cloudflare, time, supervisor, Set.of("hook", "mail"), Set.of("main"));
    store.outbox().recordFailure("hook", FailedAttempts.naming("url"), clock.instant());
    assertThat(both.problem(clock.instant())).isEmpty();

    store.outbox().recordFailure("mail", FailedAttempts.naming("from"), clock.instant());
    assertThat(both.problem(clock.instant())).contains("every channel is failing");

    store.outbox().recordAcceptance("mail");
    assertThat(both.problem(clock.instant())).isEmpty();
  }

  @Test
  void storeThatCannotBeRead_isAProblem() {
    store.close();

    assertThat(monitor.problem(clock.instant()).orElseThrow()).contains("the store cannot be read");
  }

  private void watch() {
    var found = new Discovery(List.of(LIST.scope().account()), List.of(), true, null);
    store.scopes().recordDiscovery("main", "main", found, List.of(LIST), clock.instant());
    store.scopes().markAllDue("main", clock.instant());
  }

  /** The schedule runs in the meantime. */
  private void pass(Duration by) {
    clock.advance(by);
    supervisor.runMinute(() -> {});
  }

  private static NewDelivery draft() {
    return new NewDelivery("ntf_1", "ntf_1", "{}", List.of(), Set.of());
  }
}
