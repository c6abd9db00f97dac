package io.certvigil.app;

import io.certvigil.metrics.MetricsPage;
import io.certvigil.store.CommittedScope;
import java.util.function.Consumer;

/**
 * Called after each commit of a scope: updates the metrics page and, if there are new events, wakes
 * the work loop so that they are sent at once. Any thread.
 */
record CommitListener(MetricsPage metrics, Runnable wake) implements Consumer<CommittedScope> {
  @Override
  public void accept(CommittedScope scope) {
    metrics.update(scope);
    if (!scope.events().isEmpty()) {
      wake.run();
    }
  }
}
