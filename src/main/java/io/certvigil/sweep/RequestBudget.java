package io.certvigil.sweep;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntBiFunction;

/** Whether what is watched fits what a credential may ask, and how far it must be stretched. */
final class RequestBudget {
  /** A little is left for the requests that drift and retries cost. */
  private static final double USABLE = 0.97;

  /** What presses may take so much and no more, or the rest would never be read. */
  private static final double MAX_URGENT_SHARE = 0.5;

  private static final int PER_DISCOVERY = 50;

  private final double perSecond;
  private final ToIntBiFunction<Source, Integer> requests;
  private final Map<String, Cost> scopes = new ConcurrentHashMap<>();
  private final Map<String, Long> urgentRequests = new ConcurrentHashMap<>();

  private record Cost(String watch, int requests) {}

  /**
   * What a watch costs, and the intervals that it gets.
   *
   * @param effective of everything
   * @param pressing of accounts' lists and those near an expiry or a rung; never longer
   */
  record Plan(Watch watch, long requests, Duration effective, Duration urgentInterval) {
    boolean stretched() {
      return effective.compareTo(watch.every()) > 0;
    }

    /** Whether what presses is read more often than the rest. */
    boolean readsUrgentMoreOften() {
      return urgentInterval.compareTo(effective) < 0;
    }

    Duration sweep(double perSecond) {
      return Duration.ofMillis(Math.round(1000 * requests / perSecond));
    }
  }

  RequestBudget(int requestsPer5m, ToIntBiFunction<Source, Integer> requests) {
    this.perSecond = requestsPer5m / 300.0 * USABLE;
    this.requests = requests;
  }

  double perSecond() {
    return perSecond;
  }

  /** Remembers how long a list is. */
  void recordSize(WatchedScope watched, int items) {
    var scope = watched.scope();
    scopes.put(scope.key(), new Cost(watched.watch(), requests.applyAsInt(scope.source(), items)));
  }

  /** A list that nobody has read yet takes one request at least. */
  void expectList(WatchedScope watched) {
    scopes.putIfAbsent(watched.scope().key(), new Cost(watched.watch(), 1));
  }

  /** Forgets what this watch has no more. */
  void retainOnly(Watch watch, Set<String> keys) {
    scopes
        .entrySet()
        .removeIf(
            list -> list.getValue().watch().equals(watch.name()) && !keys.contains(list.getKey()));
  }

  /** These lists are to be read as often as the config asks for, whatever the rest gets. */
  void setUrgent(Watch watch, Collection<String> keys) {
    urgentRequests.put(watch.name(), keys.stream().mapToLong(this::cost).sum());
  }

  private long cost(String key) {
    return Optional.ofNullable(scopes.get(key)).map(Cost::requests).orElse(1);
  }

  /** Requests of one sweep of this watch, its discovery included. */
  long requests(String watch) {
    var costs = scopes.values().stream().filter(cost -> cost.watch().equals(watch)).toList();
    return 2 + costs.size() / PER_DISCOVERY + costs.stream().mapToLong(Cost::requests).sum();
  }

  /**
   * The effective interval of each watch. The watches of one credential share its budget, so they
   * are all stretched by the same factor, but for what presses.
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
    long all = requests(watch.name());
    return factor <= 1
        ? new Plan(watch, all, watch.every(), watch.every())
        : stretched(watch, all, seconds(watch.every()) * factor);
  }

  /**
   * What presses takes its share first.
   *
   * @param interval in seconds, if everything were read equally often
   */
  private Plan stretched(Watch watch, long all, double interval) {
    double share = all / interval;
    long urgent = urgentRequests.getOrDefault(watch.name(), 0L);
    double often = Math.max(seconds(watch.every()), urgent / (share * MAX_URGENT_SHARE));
    if (often >= interval) {
      return new Plan(watch, all, upToMinute(interval), upToMinute(interval));
    }
    var rest = upToMinute(all / (share - urgent / often));
    return new Plan(watch, all, rest, Duration.ofMillis(Math.round(often * 1000)));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Duration upToMinute(double seconds) {
    return Duration.ofMinutes((long) Math.ceil(seconds / 60));
  }
}
