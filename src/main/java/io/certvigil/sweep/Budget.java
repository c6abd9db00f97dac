package io.certvigil.sweep;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import io.certvigil.model.Source;
import io.certvigil.model.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntBiFunction;

/** Whether what is watched fits what a credential may ask, and how far it must be stretched. */
final class Budget {
  /** A little is left for the requests that drift and retries cost. */
  private static final double USABLE = 0.97;

  private static final int PER_DISCOVERY = 50;

  private final double perSecond;
  private final ToIntBiFunction<Source, Integer> requests;
  private final Map<String, Cost> scopes = new ConcurrentHashMap<>();

  private record Cost(String watch, int requests) {}

  /** What a watch costs, and the interval that it gets. */
  record Plan(Watch watch, long requests, Duration effective) {
    boolean stretched() {
      return effective.compareTo(watch.every()) > 0;
    }

    Duration sweep(double perSecond) {
      return Duration.ofMillis(Math.round(1000 * requests / perSecond));
    }
  }

  Budget(int requestsPer5m, ToIntBiFunction<Source, Integer> requests) {
    this.perSecond = requestsPer5m / 300.0 * USABLE;
    this.requests = requests;
  }

  double perSecond() {
    return perSecond;
  }

  /** Remembers how long a list is. */
  void learn(Watched watched, int items) {
    var scope = watched.scope();
    scopes.put(scope.key(), new Cost(watched.watch(), requests.applyAsInt(scope.source(), items)));
  }

  /** A list that nobody has read yet takes one request at least. */
  void expect(Watched watched) {
    scopes.putIfAbsent(watched.scope().key(), new Cost(watched.watch(), 1));
  }

  /** Requests of one sweep of this watch, its discovery included. */
  long requests(String watch) {
    var costs = scopes.values().stream().filter(cost -> cost.watch().equals(watch)).toList();
    return 2 + costs.size() / PER_DISCOVERY + costs.stream().mapToLong(Cost::requests).sum();
  }

  /**
   * The effective interval of each watch. The watches of one credential share its budget, so they
   * are all stretched by the same factor.
   */
  List<Plan> plan(List<Watch> watches) {
    var asked =
        watches.stream()
            .collect(
                groupingBy(
                    Watch::credential,
                    summingDouble(watch -> requests(watch.name()) / seconds(watch.every()))));
    return watches.stream()
        .map(watch -> plan(watch, asked.getOrDefault(watch.credential(), 0.0)))
        .toList();
  }

  private Plan plan(Watch watch, double askedPerSecond) {
    // A cron expression says when; a sweep that has not ended by then is skipped and counted.
    double factor = watch.cron() == null ? askedPerSecond / perSecond : 1;
    var effective = factor <= 1 ? watch.every() : upToMinute(seconds(watch.every()) * factor);
    return new Plan(watch, requests(watch.name()), effective);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Duration upToMinute(double seconds) {
    return Duration.ofMinutes((long) Math.ceil(seconds / 60));
  }
}
