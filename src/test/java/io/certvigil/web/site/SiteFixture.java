package io.certvigil.web.site;

import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A store that a test fills with readings, and the data sources of the pages and the API. */
public final class SiteFixture implements AutoCloseable {
  public static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");
  public static final WatchedScope CLIENTS = zone("z1", "example.com", "platform");
  public static final WatchedScope GATEWAY =
      watched(Scope.ofAccount(Source.GATEWAY_CERTIFICATES, acme()), "platform");

  private final Policy policy = new Policy(PolicySettings.DEFAULTS);
  private final Store store;

  public SiteFixture(Path folder) {
    var file = folder.resolve("certvigil.db");
    store = Store.open(new StoreSettings(file, Duration.ofDays(730), Duration.ofDays(90)));
  }

  private static ResourceRef acme() {
    return new ResourceRef("a1", "acme");
  }

  private static WatchedScope watched(Scope scope, String team) {
    return new WatchedScope(scope, "main", "main", Duration.ofHours(1), Map.of("team", team));
  }

  /** The client certificates of a zone. */
  public static WatchedScope zone(String id, String name, String team) {
    var zone = new ResourceRef(id, name);
    return watched(Scope.ofZone(Source.CLIENT_CERTIFICATES, acme(), zone), team);
  }

  public static Certificate certificate(String id, String name, String status, Duration left) {
    var end = TODAY.plus(left);
    return new Certificate(
        id,
        name,
        status,
        null,
        false,
        Expiry.on(end),
        new X509Fields(end.minus(Duration.ofDays(365)), "CA", "3b", "ab".repeat(32), List.of(name)),
        Map.of("organization", "Acme"));
  }

  public Store store() {
    return store;
  }

  public SiteContext context(DaemonInfo daemon) {
    var about = new InstallationInfo("prod-eu", "0.1.0");
    return new SiteContext(about, new FixedFigures(1, 0), store, daemon, () -> TODAY);
  }

  /** Finds {@link #CLIENTS} and {@link #GATEWAY}. */
  public void discover() {
    var zone = new ResourceRef("z1", "example.com");
    var found = new Discovery(List.of(acme()), List.of(new Zone(zone, acme())), true, null);
    store.scopes().recordDiscovery("main", "main", found, List.of(CLIENTS, GATEWAY), TODAY);
  }

  public void read(WatchedScope list, Instant at, Certificate... certificates) {
    commit(list, new Reading.Complete(list.scope(), List.of(certificates)), at);
  }

  public void fail(WatchedScope list, Instant at, FaultReason reason, String detail) {
    commit(list, new Reading.Failed(list.scope(), new Fault(reason, detail)), at);
  }

  private void commit(WatchedScope list, Reading reading, Instant at) {
    store.readings().commit(list, reading, policy, at);
  }

  @Override
  public void close() {
    store.close();
  }
}
