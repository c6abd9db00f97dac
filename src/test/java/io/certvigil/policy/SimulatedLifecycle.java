package io.certvigil.policy;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One simulated certificate that changes at random. */
final class SimulatedLifecycle {
  private static final long SIX_HOURS = 6 * 3_600;
  private static final List<Integer> LIFETIMES = List.of(1, 6, 14, 30, 47, 90, 90, 365, 1000);
  private static final List<String> STATUSES =
      List.of(
          "active",
          "active",
          "active",
          "revoked",
          "inactive",
          "deleted",
          "pending_revocation",
          "backup_issued",
          "issuance_timed_out",
          "something_new");

  private enum Dates {
    READABLE,
    UNREADABLE,
    NEVER
  }

  private final String id;
  private final Random random;
  private final boolean managed;
  private List<String> hosts;
  private final boolean fingerprints;
  private final int lifetime;
  private final boolean lifetimeKnown;
  private long end;
  private long previousEnd;
  private int jitter;
  private int issue;
  private String status = "active";
  private @Nullable Boolean inUse;
  private Dates dates = Dates.READABLE;
  private boolean isListed = true;

  SimulatedLifecycle(String id, Random random, Instant now) {
    this.id = id;
    this.random = random;
    this.managed = random.nextInt(3) == 0;
    this.hosts = hosts(random);
    this.fingerprints = random.nextInt(4) != 0;
    this.lifetime = LIFETIMES.get(random.nextInt(LIFETIMES.size()));
    this.lifetimeKnown = random.nextInt(5) != 0;
    long days = random.nextInt(Math.min(lifetime, 120) + 6) - 5L;
    this.end = whole(now.plus(Duration.ofDays(days)).getEpochSecond());
    this.previousEnd = end;
    if (random.nextInt(12) == 0) {
      dates = random.nextBoolean() ? Dates.UNREADABLE : Dates.NEVER;
    }
  }

  /** Another certificate for the same hosts that expires later. */
  SimulatedLifecycle successor(String id, Instant now) {
    var next = new SimulatedLifecycle(id, random, now);
    next.hosts = hosts;
    next.end = Math.max(next.end, whole(end + 60 * 86_400));
    next.previousEnd = next.end;
    return next;
  }

  String id() {
    return id;
  }

  boolean isListed() {
    return isListed;
  }

  void change() {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> moveEnd(end + lifetime * 86_400L, true);
      case 3 -> moveEnd(end + SIX_HOURS * (1 + random.nextInt(40)), random.nextBoolean());
      case 4 -> moveEnd(end - SIX_HOURS * (1 + random.nextInt(40)), random.nextBoolean());
      case 5 -> moveEnd(previousEnd, random.nextBoolean());
      case 6 -> jitter = random.nextInt(1_500);
      case 7, 8 -> status = STATUSES.get(random.nextInt(STATUSES.size()));
      case 9 -> inUse = random.nextBoolean();
      case 10 -> isListed = !isListed;
      default ->
          dates =
              switch (random.nextInt(5)) {
                case 0 -> Dates.NEVER;
                case 1 -> Dates.UNREADABLE;
                default -> Dates.READABLE;
              };
    }
  }

  Certificate certificate() {
    var shown = TestCertificates.certificate(id).managed(managed).status(status);
    shown.hosts(hosts.toArray(String[]::new));
    if (inUse != null) {
      shown.inUse(inUse);
    }
    if (lifetimeKnown) {
      // Five hours less than whole days, so that no jitter changes the rounded lifetime.
      shown.begins(Instant.ofEpochSecond(end - lifetime * 86_400L + 5 * 3_600));
    }
    return shown.fingerprint(fingerprints ? "f" + issue : null).expiry(expiry()).build();
  }

  /**
   * Mostly one of a few hosts, so that certificates share them in pairs; sometimes two, or none.
   */
  private static List<String> hosts(Random random) {
    return random
        .ints(random.nextInt(5) == 0 ? random.nextInt(3) : 1, 0, 6)
        .mapToObj(host -> host == 0 ? "*.example" : "h" + host + (host < 3 ? ".example" : ".org"))
        .distinct()
        .toList();
  }

  private Expiry expiry() {
    return switch (dates) {
      case READABLE -> Expiry.on(Instant.ofEpochSecond(end + jitter));
      // With a known lifetime, a change while unreadable would appear as another lifetime of the
      // old expiry.
      case UNREADABLE ->
          lifetimeKnown ? new Expiry.Never() : new Expiry.Unreadable("some day", null);
      case NEVER -> new Expiry.Never();
    };
  }

  private void moveEnd(long to, boolean reissued) {
    previousEnd = end;
    end = whole(to);
    issue += reissued ? 1 : 0;
  }

  private static long whole(long seconds) {
    return Math.floorDiv(seconds, SIX_HOURS) * SIX_HOURS + 1_800;
  }
}
