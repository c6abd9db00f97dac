package io.certvigil.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which requests get broken answers. May be changed at any time from any thread. */
public final class Faults {
  /** How the list of accounts behaves; it is known to be wrong for some tokens. */
  public enum Accounts {
    RIGHT,
    /** The first page, whichever is asked for, and {@code total_pages} 1. */
    IGNORES_PAGE,
    /** 400 with code 1001. */
    BAD_REQUEST,
    /** 403 with code 9109. */
    FORBIDDEN
  }

  private final List<Rule> rules = new ArrayList<>();
  private Accounts accounts = Accounts.RIGHT;
  private Duration pause = Duration.ofMillis(200);
  private long broken;

  private static final class Rule {
    private final Breakage breakage;
    private final Where where;
    private final boolean carriedOut;
    private int seen;
    private int hits;

    Rule(Breakage breakage, Where where, boolean carriedOut) {
      this.breakage = breakage;
      this.where = where;
      this.carriedOut = carriedOut;
    }

    boolean hits(Call call) {
      if (!where.fits(call) || (where.times() > 0 && hits >= where.times())) {
        return false;
      }
      seen++;
      if (seen <= where.skip()) {
        return false;
      }
      hits++;
      return true;
    }
  }

  Faults() {}

  /**
   * The first one that fits breaks an answer. What was to be changed is changed all the same, as
   * when an answer is lost, but where the answer itself says that it was not.
   */
  public synchronized void inject(Breakage breakage, Where where) {
    rules.add(new Rule(breakage, where, !breakage.refuses()));
  }

  /** As {@link #inject}, but nothing is changed, as when a request is lost. */
  public synchronized void lose(Breakage breakage, Where where) {
    rules.add(new Rule(breakage, where, false));
  }

  /** Every further answer is healthy, and hanging ones stay so. */
  public synchronized void clear() {
    rules.clear();
  }

  /** How many answers were broken so far. */
  public synchronized long broken() {
    return broken;
  }

  public synchronized void accounts(Accounts behaviour) {
    accounts = behaviour;
  }

  /** How long {@link Breakage#DRIBBLE} waits after each byte; 200 ms at first. */
  public synchronized void pause(Duration newPause) {
    pause = newPause;
  }

  synchronized Duration pause() {
    return pause;
  }

  synchronized Twist twist(Call call) {
    for (var rule : rules) {
      if (rule.hits(call)) {
        broken++;
        return new Twist(rule.breakage, rule.hits, accounts, rule.carriedOut);
      }
    }
    return new Twist(null, 0, accounts, true);
  }
}
