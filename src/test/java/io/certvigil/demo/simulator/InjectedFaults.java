package io.certvigil.demo.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults to inject, by request. May be changed at any time from any thread. */
public final class InjectedFaults implements FaultInjector {
  /** How the list of accounts responds; the real list responds incorrectly to some tokens. */
  public enum AccountListFault {
    NONE,
    /** The first page, whichever is requested, and {@code total_pages} 1. */
    IGNORES_PAGE,
    /** 400 with code 1001. */
    BAD_REQUEST,
    /** 403 with code 9109. */
    FORBIDDEN
  }

  private final List<Rule> rules = new ArrayList<>();
  private AccountListFault accounts = AccountListFault.NONE;
  private Duration dribblePause = Duration.ofMillis(200);
  private long injected;

  private static final class Rule {
    private final FaultKind kind;
    private final RequestMatcher matcher;
    private final boolean carriedOut;
    private int matches;
    private int hits;

    Rule(FaultKind kind, RequestMatcher matcher, boolean carriedOut) {
      this.kind = kind;
      this.matcher = matcher;
      this.carriedOut = carriedOut;
    }

    boolean hits(ApiRequest request) {
      if (!matcher.matches(request) || (matcher.times() > 0 && hits >= matcher.times())) {
        return false;
      }
      matches++;
      if (matches <= matcher.skip()) {
        return false;
      }
      hits++;
      return true;
    }
  }

  /**
   * The first rule that matches decides the fault of a response. The requested change is made, as
   * if the response was lost, unless the response itself says that it was not made.
   */
  public synchronized void inject(FaultKind kind, RequestMatcher matcher) {
    rules.add(new Rule(kind, matcher, !kind.refuses()));
  }

  /** As {@link #inject}, but no change is made, as if the request was lost. */
  public synchronized void loseRequest(FaultKind kind, RequestMatcher matcher) {
    rules.add(new Rule(kind, matcher, false));
  }

  /** All later responses are healthy; responses that hang already continue to hang. */
  public synchronized void clear() {
    rules.clear();
  }

  /** How many faults were injected so far. */
  public synchronized long injectedCount() {
    return injected;
  }

  public synchronized void accounts(AccountListFault behaviour) {
    accounts = behaviour;
  }

  /** The pause of {@link FaultKind#DRIBBLE} after each byte; 200 ms at first. */
  public synchronized void dribblePause(Duration newPause) {
    dribblePause = newPause;
  }

  @Override
  public synchronized InjectedFault fault(ApiRequest request) {
    for (var rule : rules) {
      if (rule.hits(request)) {
        injected++;
        return new InjectedFault(
            request, rule.kind, rule.hits, accounts, rule.carriedOut, dribblePause);
      }
    }
    return new InjectedFault(request, null, 0, accounts, true, dribblePause);
  }
}
