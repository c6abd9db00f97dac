package io.certvigil.notify.alertmanager;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Runs tasks in parallel, each on its own virtual thread. */
public final class Parallel {
  private Parallel() {}

  /**
   * Waits for all tasks and returns their results in order, or none if interrupted. If tasks fail,
   * it throws the exception of the first one.
   */
  public static <T> List<T> run(List<Callable<T>> tasks) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The sum of the results of {@link #run}. */
  public static int runAndSum(List<Callable<Integer>> tasks) {
    return run(tasks).stream().mapToInt(Integer::intValue).sum();
  }
}
