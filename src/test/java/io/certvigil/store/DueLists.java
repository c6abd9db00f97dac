package io.certvigil.store;

import io.certvigil.policy.Policy;
import java.time.Instant;
import java.util.function.Consumer;

/** Decides every list that is due, as the minute's tasks of a daemon do. */
public final class DueLists {
  private DueLists() {}

  public static void decide(
      Store store, Policy policy, Instant now, Consumer<CommittedScope> consumer) {
    store
        .readings()
        .due(now)
        .forEach(list -> store.readings().decideAgain(list, policy, now, consumer));
  }
}
