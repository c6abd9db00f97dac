package io.certvigil.decade;

import static io.certvigil.decade.OutageSchedule.HOUR;
import static io.certvigil.decade.RuleSet.DAY;

import java.util.List;
import java.util.Random;

/** One certificate as it really is: issued, renewed in time or late or never, and what befalls. */
final class SimulatedIssuance {
  private static final long NEVER = Long.MAX_VALUE;

  private enum Way {
    IN_PLACE,
    NEW_ID,
    NOT_AT_ALL
  }

  private final String id;
  private final ListKind kind;
  private final Random random;
  private final int life;
  private final boolean lifeKnown;
  private final List<String> hosts;
  private String status = "active";
  private boolean inUse;
  private boolean there = true;
  private boolean readable = true;
  private boolean seen;
  private boolean over;
  private boolean replaced;
  private long begin;
  private long end;
  private long jitter;
  private int print;
  private long renewAt;
  private long leaveAt = NEVER;
  private long incidentAt;
  private long mendAt = NEVER;
  private boolean mends;
  private Way way = Way.IN_PLACE;

  SimulatedIssuance(
      String id, ListKind kind, Random random, List<String> hosts, long now, boolean old) {
    this.id = id;
    this.kind = kind;
    this.random = random;
    this.hosts = hosts;
    this.life = kind.lives().get(random.nextInt(kind.lives().size()));
    this.lifeKnown = random.nextInt(8) != 0;
    issue(old ? now - (long) (random.nextDouble() * (life + 10) * DAY) : now);
    incidentAt = now + random.nextInt(600) * DAY;
  }

  long nextAt() {
    return over ? NEVER : Math.min(Math.min(renewAt, leaveAt), Math.min(incidentAt, mendAt));
  }

  boolean over() {
    return over;
  }

  /** Whether a successor is to be issued now; asked once. */
  boolean leavesHeir() {
    var heir = replaced;
    replaced = false;
    return heir;
  }

  List<String> hosts() {
    return hosts;
  }

  void seen() {
    seen = true;
  }

  boolean there() {
    return there && !over;
  }

  ListedFacts facts() {
    return new ListedFacts(
        id,
        "n" + Math.floorMod(id.hashCode(), 10),
        status.equals("active") && kind.silent() ? "none" : status,
        inUse,
        kind.managed(),
        lifeKnown ? begin : 0,
        readable ? end + jitter : null,
        print,
        hosts);
  }

  void live(long now, RunCounts tally) {
    if (mendAt <= now) {
      mend(now);
    } else if (leaveAt <= now) {
      over = true;
      replaced = way != Way.NEW_ID;
    } else if (renewAt <= now) {
      renew(now, tally);
    } else {
      incident(now);
    }
  }

  /** Five hours short of whole days, so that no jitter changes the rounded lifetime. */
  private void issue(long at) {
    end = at + life * DAY - random.nextInt((int) HOUR);
    begin = end - life * DAY + 5 * HOUR;
    print++;
    plan();
  }

  private void plan() {
    int dice = random.nextInt(100);
    var calm = kind.managed() ? 84 : 60;
    long before = kind.managed() ? RuleSet.renewal(life) : Math.min(life * DAY / 2, 70 * DAY);
    way = kind.inPlace() ? Way.IN_PLACE : Way.NEW_ID;
    if (dice < calm) {
      renewAt = end - before + (long) (random.nextDouble() * before / 4);
    } else if (dice < 94) {
      renewAt = end - before + (long) (random.nextDouble() * (before + 8 * DAY));
      way = random.nextInt(4) == 0 ? Way.NEW_ID : way;
    } else {
      way = Way.NOT_AT_ALL;
      renewAt = NEVER;
      leaveAt = end + random.nextInt(50) * DAY;
    }
  }

  private void renew(long now, RunCounts tally) {
    if (!readable) {
      renewAt = mendAt + HOUR;
      return;
    }
    tally.count("renewals");
    if (way == Way.IN_PLACE) {
      issue(now);
    } else {
      replaced = true;
      renewAt = NEVER;
      leaveAt = now + random.nextInt(40) * DAY;
    }
  }

  private void incident(long now) {
    incidentAt = now + (20 + random.nextInt(500)) * DAY;
    if (mendAt != NEVER) {
      return;
    }
    switch (random.nextInt(9)) {
      case 0 -> {
        become("revoked", now, 20 * 24);
        mends = random.nextBoolean();
      }
      case 1 -> {
        inUse = random.nextBoolean();
        become("inactive", now, 10 * 24);
      }
      case 2 -> {
        var words = List.of("backup_issued", "pending_deletion", "issuance_timed_out", "new_word");
        become(words.get(random.nextInt(4)), now, 5 * 24);
      }
      case 3, 4 -> {
        there = false;
        mendIn(now, random.nextBoolean() ? 6 : 10 * 24);
      }
      case 5 -> {
        readable = !seen;
        mendIn(now, 5 * 24);
      }
      case 6 -> jitter = random.nextInt(1_500);
      case 7 -> correct(1 + random.nextInt(20), false);
      default -> correct(-1 - random.nextInt(Math.min(20, life - 1)), random.nextBoolean());
    }
  }

  /** The same certificate told with another end; or another one that ends earlier. */
  private void correct(int days, boolean reissued) {
    if (end + days * DAY > begin + DAY) {
      end += days * DAY;
      print += reissued ? 1 : 0;
      if (way != Way.NOT_AT_ALL && renewAt != NEVER) {
        plan();
      }
    }
  }

  private void become(String word, long now, int hours) {
    status = word;
    mendIn(now, hours);
  }

  private void mendIn(long now, int hours) {
    mends = true;
    mendAt = now + (1 + random.nextInt(hours)) * HOUR;
  }

  private void mend(long now) {
    mendAt = NEVER;
    if (mends) {
      status = "active";
      there = true;
      readable = true;
    } else {
      way = Way.NOT_AT_ALL;
      renewAt = NEVER;
      leaveAt = now + HOUR;
    }
  }
}
