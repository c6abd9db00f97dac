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

/**
 * Calculates whether the watches of a credential fit its request budget, and how far their
 * intervals must be stretched.
 */
final class RequestBudget {
  /** The rest is reserved for retries and for repeated passes of inconsistent lists. */
  private static final double USABLE = 0.97;

  /**
   * The maximum share of the budget for urgent scopes; without a maximum the others would never be
   * read.
   */
  private static final double MAX_URGENT_SHARE = 0.5;

  private static final int PER_DISCOVERY = 50;

  private final double perSecond;
  private final ToIntBiFunction<Source, Integer> requests;
  private final Map<String, Cost> scopes = new ConcurrentHashMap<>();
  private final Map<String, Long> urgentRequests = new ConcurrentHashMap<>();

  private record Cost(String watch, int requests) {}

  /**
   * The cost of a watch in requests, and its intervals.
   *
   * @param effective the interval of all scopes
   * @param urgentInterval the interval of the lists of accounts and of the lists with a certificate
   *     near its expiry or an alert step; never longer than {@code effective}
   */
  record Plan(WatchEntry watch, long requests, Duration effective, Duration urgentInterval) {
    boolean stretched() {
      return effective.compareTo(watch.every()) > 0;
    }

    /** True if urgent scopes are read more often than the others. */
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

  /** Records the size of a list. */
  void recordSize(WatchedScope watched, int items) {
    var scope = watched.scope();
    scopes.put(scope.key(), new Cost(watched.watch(), requests.applyAsInt(scope.source(), items)));
  }

  /** Adds a list that was not read yet, with the minimum of one request. */
  void expectList(WatchedScope watched) {
    scopes.putIfAbsent(watched.scope().key(), new Cost(watched.watch(), 1));
  }

  /** Removes the lists that the watch no longer has. */
  void retainOnly(WatchEntry watch, Set<String> keys) {
    scopes
        .entrySet()
        .removeIf(
            list -> list.getValue().watch().equals(watch.name()) && !keys.contains(list.getKey()));
  }

  /** Sets the lists that keep the configured interval, even if the others are stretched. */
  void setUrgent(WatchEntry watch, Collection<String> keys) {
    urgentRequests.put(watch.name(), keys.stream().mapToLong(this::cost).sum());
  }

  private long cost(String key) {
    return Optional.ofNullable(scopes.get(key)).map(Cost::requests).orElse(1);
  }

  /** The number of requests of one sweep of this watch, including its discovery. */
  long requests(String watch) {
    var costs = scopes.values().stream().filter(cost -> cost.watch().equals(watch)).toList();
    return 2 + costs.size() / PER_DISCOVERY + costs.stream().mapToLong(Cost::requests).sum();
  }

  /**
   * The plan of each watch. The watches of one credential share its budget, so all of them are
   * stretched by the same factor, except for their urgent scopes.
   */
  List<Plan> plan(List<WatchEntry> watches) {
    var asked =
        watches.stream()
            .collect(
                groupingBy(
                    WatchEntry::credential,
                    summingDouble(watch -> requests(watch.name()) / seconds(watch.every()))));
    return watches.stream()
        .map(watch -> plan(watch, asked.getOrDefault(watch.credential(), 0.0)))
        .toList();
  }

  private Plan plan(WatchEntry watch, double askedPerSecond) {
    // A cron schedule is never stretched: a fire time during a running sweep is skipped and
    // counted.
    double factor = watch.cron() == null ? askedPerSecond / perSecond : 1;
    long all = requests(watch.name());
    return factor <= 1
        ? new Plan(watch, all, watch.every(), watch.every())
        : stretched(watch, all, seconds(watch.every()) * factor);
  }

  /**
   * Urgent scopes get their share of the budget first.
   *
   * @param interval in seconds, if all scopes were read equally often
   */
  private Plan stretched(WatchEntry watch, long all, double interval) {
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
