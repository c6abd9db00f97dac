package io.certvigil.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which requests get broken answers. May be changed at any time from any thread. */
public final class InjectedFaults {
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
    private final FaultKind kind;
    private final RequestMatcher where;
    private final boolean carriedOut;
    private int seen;
    private int hits;

    Rule(FaultKind kind, RequestMatcher where, boolean carriedOut) {
      this.kind = kind;
      this.where = where;
      this.carriedOut = carriedOut;
    }

    boolean hits(ApiRequest call) {
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

  InjectedFaults() {}

  /**
   * The first one that fits breaks an answer. What was to be changed is changed all the same, as
   * when an answer is lost, but where the answer itself says that it was not.
   */
  public synchronized void inject(FaultKind kind, RequestMatcher where) {
    rules.add(new Rule(kind, where, !kind.refuses()));
  }

  /** As {@link #inject}, but nothing is changed, as when a request is lost. */
  public synchronized void lose(FaultKind kind, RequestMatcher where) {
    rules.add(new Rule(kind, where, false));
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

  /** How long {@link FaultKind#DRIBBLE} waits after each byte; 200 ms at first. */
  public synchronized void pause(Duration newPause) {
    pause = newPause;
  }

  synchronized Duration pause() {
    return pause;
  }

  synchronized ResponseFault fault(ApiRequest call) {
    for (var rule : rules) {
      if (rule.hits(call)) {
        broken++;
        return new ResponseFault(rule.kind, rule.hits, accounts, rule.carriedOut);
      }
    }
    return new ResponseFault(null, 0, accounts, true);
  }
}
