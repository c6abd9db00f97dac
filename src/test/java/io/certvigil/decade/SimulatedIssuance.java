package io.certvigil.decade;

import static io.certvigil.decade.OutageSchedule.HOUR;
import static io.certvigil.decade.RuleSet.DAY;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.X509Fields;
import io.certvigil.policy.ExpectedLadder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The real state of one simulated certificate: issued, renewed in time, late or never, with random
 * incidents.
 */
final class SimulatedIssuance {
  private static final long NEVER = Long.MAX_VALUE;

  private enum RenewalKind {
    IN_PLACE,
    NEW_ID,
    NOT_AT_ALL
  }

  private final String id;
  private final ListKind kind;
  private final Random random;
  private final int lifetime;
  private final boolean lifetimeKnown;
  private final List<String> hosts;
  private String status = "active";
  private boolean inUse;
  private boolean listed = true;
  private boolean readable = true;
  private boolean seen;
  private boolean removed;
  private boolean successorDue;
  private long notBefore;
  private long end;
  private long jitter;
  private int issueNumber;
  private long renewAt;
  private long removeAt = NEVER;
  private long incidentAt;
  private long repairAt = NEVER;
  private boolean repairable;
  private RenewalKind renewal = RenewalKind.IN_PLACE;

  SimulatedIssuance(
      String id, ListKind kind, Random random, List<String> hosts, long now, boolean old) {
    this.id = id;
    this.kind = kind;
    this.random = random;
    this.hosts = hosts;
    this.lifetime = kind.lifetimes().get(random.nextInt(kind.lifetimes().size()));
    this.lifetimeKnown = random.nextInt(8) != 0;
    issue(old ? now - (long) (random.nextDouble() * (lifetime + 10) * DAY) : now);
    incidentAt = now + random.nextInt(600) * DAY;
  }

  long nextAt() {
    return removed ? NEVER : Math.min(Math.min(renewAt, removeAt), Math.min(incidentAt, repairAt));
  }

  boolean removed() {
    return removed;
  }

  /** Whether a successor must be issued now; true only once. */
  boolean takeSuccessorDue() {
    var heir = successorDue;
    successorDue = false;
    return heir;
  }

  List<String> hosts() {
    return hosts;
  }

  void seen() {
    seen = true;
  }

  boolean listed() {
    return listed && !removed;
  }

  String id() {
    return id;
  }

  Certificate certificate() {
    var begin = lifetimeKnown ? Instant.ofEpochSecond(notBefore) : null;
    return new Certificate(
        id,
        "n" + Math.floorMod(id.hashCode(), 10),
        status.equals("active") && kind.hasNoStatus() ? Certificate.NO_STATUS : status,
        inUse,
        kind.managed(),
        readable
            ? Expiry.on(Instant.ofEpochSecond(end + jitter))
            : new Expiry.Unreadable("some day", null),
        new X509Fields(begin, null, null, "f" + issueNumber, hosts),
        Map.of());
  }

  void run(long now, RunCounts tally) {
    if (repairAt <= now) {
      repair(now);
    } else if (removeAt <= now) {
      removed = true;
      successorDue = renewal != RenewalKind.NEW_ID;
    } else if (renewAt <= now) {
      renew(now, tally);
    } else {
      incident(now);
    }
  }

  /** Five hours less than whole days, so that no jitter changes the rounded lifetime. */
  private void issue(long at) {
    end = at + lifetime * DAY - random.nextInt((int) HOUR);
    notBefore = end - lifetime * DAY + 5 * HOUR;
    issueNumber++;
    plan();
  }

  private void plan() {
    int dice = random.nextInt(100);
    var calm = kind.managed() ? 84 : 60;
    long before =
        kind.managed() ? ExpectedLadder.renewal(lifetime) : Math.min(lifetime * DAY / 2, 70 * DAY);
    renewal = kind.renewsInPlace() ? RenewalKind.IN_PLACE : RenewalKind.NEW_ID;
    if (dice < calm) {
      renewAt = end - before + (long) (random.nextDouble() * before / 4);
    } else if (dice < 94) {
      renewAt = end - before + (long) (random.nextDouble() * (before + 8 * DAY));
      renewal = random.nextInt(4) == 0 ? RenewalKind.NEW_ID : renewal;
    } else {
      renewal = RenewalKind.NOT_AT_ALL;
      renewAt = NEVER;
      removeAt = end + random.nextInt(50) * DAY;
    }
  }

  private void renew(long now, RunCounts tally) {
    if (!readable) {
      renewAt = repairAt + HOUR;
      return;
    }
    tally.count("renewals");
    if (renewal == RenewalKind.IN_PLACE) {
      issue(now);
    } else {
      successorDue = true;
      renewAt = NEVER;
      removeAt = now + random.nextInt(40) * DAY;
    }
  }

  private void incident(long now) {
    incidentAt = now + (20 + random.nextInt(500)) * DAY;
    if (repairAt != NEVER) {
      return;
    }
    switch (random.nextInt(9)) {
      case 0 -> {
        changeStatus("revoked", now, 20 * 24);
        repairable = random.nextBoolean();
      }
      case 1 -> {
        inUse = random.nextBoolean();
        changeStatus("inactive", now, 10 * 24);
      }
      case 2 -> {
        var words = List.of("backup_issued", "pending_deletion", "issuance_timed_out", "new_word");
        changeStatus(words.get(random.nextInt(4)), now, 5 * 24);
      }
      case 3, 4 -> {
        listed = false;
        repairWithin(now, random.nextBoolean() ? 6 : 10 * 24);
      }
      case 5 -> {
        readable = !seen;
        repairWithin(now, 5 * 24);
      }
      case 6 -> jitter = random.nextInt(1_500);
      case 7 -> correct(1 + random.nextInt(20), false);
      default -> correct(-1 - random.nextInt(Math.min(20, lifetime - 1)), random.nextBoolean());
    }
  }

  /** The same certificate with a corrected expiry, or another one that expires earlier. */
  private void correct(int days, boolean reissued) {
    if (end + days * DAY > notBefore + DAY) {
      end += days * DAY;
      issueNumber += reissued ? 1 : 0;
      if (renewal != RenewalKind.NOT_AT_ALL && renewAt != NEVER) {
        plan();
      }
    }
  }

  private void changeStatus(String word, long now, int hours) {
    status = word;
    repairWithin(now, hours);
  }

  private void repairWithin(long now, int hours) {
    repairable = true;
    repairAt = now + (1 + random.nextInt(hours)) * HOUR;
  }

  private void repair(long now) {
    repairAt = NEVER;
    if (repairable) {
      status = "active";
      listed = true;
      readable = true;
    } else {
      renewal = RenewalKind.NOT_AT_ALL;
      renewAt = NEVER;
      removeAt = now + HOUR;
    }
  }
}
