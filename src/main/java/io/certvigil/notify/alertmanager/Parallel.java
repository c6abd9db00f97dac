package io.certvigil.notify.alertmanager;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks in parallel, each on its own virtual thread. */
public final class Parallel {
  private Parallel() {}

  /**
   * Waits for all tasks and returns the sum of their results, or 0 if interrupted. If tasks fail,
   * it throws the exception of the first one.
   */
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
