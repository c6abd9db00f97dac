package io.certvigil.store;

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
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sample account, zones, certificates and readings for tests of the store. */
public final class StoreFixture {
  public static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");
  static final Duration HOUR = Duration.ofHours(1);
  static final Policy POLICY = new Policy(PolicySettings.DEFAULTS);
  static final ResourceRef ACCOUNT = new ResourceRef("acc1", "acme");
  static final WatchedScope ZONE_A = zone("za", "a.example");
  static final WatchedScope ZONE_B = zone("zb", "b.example");
  static final WatchedScope GATEWAY =
      watched(Scope.ofAccount(Source.GATEWAY_CERTIFICATES, ACCOUNT), HOUR);

  private StoreFixture() {}

  static WatchedScope zone(String id, String name) {
    return watched(
        Scope.ofZone(Source.CLIENT_CERTIFICATES, ACCOUNT, new ResourceRef(id, name)), HOUR);
  }

  static WatchedScope watched(Scope scope, Duration interval) {
    return new WatchedScope(scope, "main", "main", interval, Map.of("team", "platform"));
  }

  static WatchedScope watchedBy(String watch, WatchedScope watched) {
    return new WatchedScope(
        watched.scope(), watched.credential(), watch, watched.interval(), watched.labels());
  }

  static Certificate certificate(String id, Duration left) {
    return certificate(id, "active", left);
  }

  static Certificate certificate(String id, String status, Duration left) {
    return new Certificate(
        id,
        id + ".example.com",
        status,
        null,
        false,
        Expiry.on(TODAY.plus(left)),
        new X509Fields(
            TODAY.minus(Duration.ofDays(365)),
            "Managed CA",
            "3b" + id,
            null,
            List.of(id + ".example.com")),
        Map.of("organization", "Acme"));
  }

  /** This many certificates named {@code c0}, {@code c1} and so on. */
  static Certificate[] certificates(int count, Duration left) {
    return IntStream.range(0, count)
        .mapToObj(i -> certificate("c" + i, left))
        .toArray(Certificate[]::new);
  }

  static Certificate withoutExpiry(String id) {
    return new Certificate(
        id, "", "active", null, false, new Expiry.Never(), X509Fields.UNKNOWN, Map.of());
  }

  static Reading complete(WatchedScope watched, Certificate... certificates) {
    return new Reading.Complete(watched.scope(), List.of(certificates));
  }

  static Reading healthy(WatchedScope watched, int count) {
    return new Reading.Complete(
        watched.scope(),
        IntStream.range(0, count)
            .mapToObj(i -> certificate("id" + i, Duration.ofDays(300)))
            .toList());
  }

  static Reading failed(WatchedScope watched, FaultReason reason) {
    return new Reading.Failed(watched.scope(), new Fault(reason, "said so"));
  }

  static Discovery discovery(WatchedScope... found) {
    return new Discovery(List.of(ACCOUNT), zones(found), true, null);
  }

  static Discovery brokenDiscovery(WatchedScope... found) {
    return new Discovery(
        List.of(ACCOUNT), zones(found), true, new Fault(FaultReason.HTTP_5XX, "502"));
  }

  private static List<Zone> zones(WatchedScope... found) {
    return List.of(found).stream()
        .map(watched -> watched.scope().zone())
        .filter(zone -> zone != null)
        .map(zone -> new Zone(zone, ACCOUNT))
        .toList();
  }

  /** The rows of all pages; reads each with the cursor of the one before. */
  static <T> List<T> allPages(Function<@Nullable Cursor, Page<T>> query) {
    var rows = new ArrayList<T>();
    Cursor cursor = null;
    do {
      var page = query.apply(cursor);
      rows.addAll(page.rows());
      cursor = page.next();
    } while (cursor != null);
    return rows;
  }
}
