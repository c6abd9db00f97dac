package io.certvigil.notify.alertmanager;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at the same time, each on its own virtual thread. */
public final class Parallel {
  private Parallel() {}

  /** Waits for all, then throws what the first of them threw that did not end well. */
  public static int runAndSum(List<Callable<Integer>> tasks) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int sum = 0;
      for (var future : threads.invokeAll(tasks)) {
        sum += result(future);
      }
      return sum;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int result(Future<Integer> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
