package io.certvigil.metrics;

import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.Severity;
import io.certvigil.store.CommittedScope;
import io.certvigil.store.view.ConditionView;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The page that Prometheus scrapes. It keeps a compact part for every scope, built when the scope
 * changes, so that a scrape reads no database and mostly copies bytes.
 *
 * <p>All methods may be called from any thread. No lock is held while a page is written, so that a
 * slow client does not block other threads.
 */
public final class MetricsPage {
  private final MetricsSettings settings;
  private final OtherMetrics otherMetrics;
  private final String build;
  private final InstantSource clock;
  private final ScopeMetricsBuilder builder;
  private final EventCounters counters;
  // The most recently updated scope last, so that the newest name of a zone is used.
  private final Map<String, ScopeMetrics> scopeMetrics = new LinkedHashMap<>();
  private final Map<String, Long> commitOrders = new HashMap<>();
  private final DuplicateCounter duplicates = new DuplicateCounter();

  /** Every expiry, ascending; null if a scope has changed since they were sorted. */
  private long @Nullable [] expiries;

  /** The input of one page. */
  private record Snapshot(List<ScopeMetrics> scopes, boolean duplicates) {}

  /**
   * Creates a page without scopes.
   *
   * @param registry contains the meters of other packages and receives those of the process; meters
   *     with the names of this page are left out
   * @param sourcesRead the sources whose series exist at 0 before they are read
   */
  public MetricsPage(
      MetricsSettings settings,
      PrometheusMeterRegistry registry,
      String version,
      String revision,
      InstantSource clock,
      Set<Source> sourcesRead) {
    this(
        settings,
        new OtherMetrics(registry.getPrometheusRegistry()),
        new Labels().add("version", version).add("revision", revision).toString(),
        clock,
        new EventCounters(sourcesRead));
  }

  private MetricsPage(
      MetricsSettings settings,
      OtherMetrics others,
      String build,
      InstantSource clock,
      EventCounters counters) {
    this.settings = settings;
    this.otherMetrics = others;
    this.build = build;
    this.clock = clock;
    this.builder = new ScopeMetricsBuilder(settings);
    this.counters = counters;
  }

  /**
   * A page with these settings that continues the counters; without scopes if the settings differ.
   */
  public MetricsPage with(MetricsSettings other) {
    return other.equals(settings)
        ? this
        : new MetricsPage(other, otherMetrics, build, clock, counters);
  }

  /** Updates a scope after a transaction and counts its changes and events. */
  public void update(CommittedScope committed) {
    counters.countChanges(committed.watched().scope().source(), committed.changes());
    counters.countEvents(committed.events());
    var key = committed.watched().scope().key();
    // Built outside the lock, so that a scrape does not wait.
    var metrics = builder.build(committed, current(key), clock.instant().getEpochSecond());
    replace(key, metrics, committed.transaction());
  }

  private synchronized @Nullable ScopeMetrics current(String key) {
    return scopeMetrics.get(key);
  }

  /** Ignores a commit if a newer one of the same scope has been applied already. */
  private synchronized void replace(String key, ScopeMetrics metrics, long order) {
    if (order < commitOrders.getOrDefault(key, 0L)) {
      return;
    }
    remove(key);
    commitOrders.put(key, order);
    for (long identity : metrics.identities().numbers()) {
      duplicates.add(identity);
    }
    scopeMetrics.put(key, metrics);
    expiries = null;
  }

  /** The keys of the scopes on the page. */
  public synchronized Set<String> scopeKeys() {
    return Set.copyOf(scopeMetrics.keySet());
  }

  /** Removes a scope that is no longer watched. */
  public synchronized void remove(String scopeKey) {
    var metrics = scopeMetrics.remove(scopeKey);
    if (metrics != null) {
      expiries = null;
      for (long identity : metrics.identities().numbers()) {
        duplicates.remove(identity);
      }
    }
  }

  /** Counts events that belong to no single scope, such as {@code source.unreadable}. */
  public void countEvents(List<Event> events) {
    counters.countEvents(events);
  }

  /** Sets the firing alerts that belong to no single scope, at the start. Others are ignored. */
  public void firing(Collection<Alert> alerts) {
    counters.firing(alerts);
  }

  /** Sets the conditions that are reported, at the start; from then on events change them. */
  public void conditions(Collection<ConditionView> reported) {
    counters.conditions(reported);
  }

  /** The number of certificates of any status. */
  public long certificates() {
    return snapshot().scopes().stream().mapToLong(ScopeMetrics::certificates).sum();
  }

  /** How many certificates expire before this time; revoked and deleted ones do not count. */
  public long expiringBefore(Instant moment) {
    return SortedTimes.countBefore(expiries(), wholeSecond(moment));
  }

  private synchronized long[] expiries() {
    var sorted = expiries;
    if (sorted == null) {
      sorted =
          scopeMetrics.values().stream()
              .flatMapToLong(metrics -> LongStream.of(metrics.expiries().numbers()))
              .sorted()
              .toArray();
      expiries = sorted;
    }
    return sorted;
  }

  /** The number of firing alerts of this severity. */
  public long firing(Severity severity) {
    return counters.firing(severity)
        + snapshot().scopes().stream()
            .mapToLong(metrics -> metrics.firing().getOrDefault(severity, 0L))
            .sum();
  }

  /** Expiry times are whole seconds, so this time is rounded up to the next one. */
  private static long wholeSecond(Instant at) {
    return at.getNano() == 0 ? at.getEpochSecond() : at.getEpochSecond() + 1;
  }

  private synchronized Snapshot snapshot() {
    return new Snapshot(List.copyOf(scopeMetrics.values()), duplicates.hasDuplicates());
  }

  /**
   * Writes the whole page; the stream stays open.
   *
   * @param gzip whether it is compressed with gzip
   * @throws IOException if writing to the stream fails
   */
  public void write(OutputStream out, ExpositionFormat format, boolean gzip) throws IOException {
    var other = otherMetrics.render(format);
    var sink = new PageWriter(out, gzip);
    try {
      write(sink, format, snapshot(), clock.instant());
      sink.write(other);
      sink.write(format == ExpositionFormat.OPENMETRICS ? "# EOF\n" : "");
      sink.finish();
    } finally {
      sink.release();
    }
  }

  private void write(PageWriter sink, ExpositionFormat format, Snapshot snapshot, Instant at)
      throws IOException {
    long now = wholeSecond(at);
    var candidates = candidates(snapshot.scopes(), now);
    var chosen = SeriesSelection.limit(candidates, settings.maxSeries());
    long wanted = candidates.stream().mapToLong(SeriesSelection::count).sum();
    long shown = chosen.stream().mapToLong(SeriesSelection::count).sum();
    for (var family : Family.values()) {
      if (family == Family.DAYS && !settings.days()) {
        continue;
      }
      sink.write(family.header(format));
      switch (family) {
        case CERTIFICATES,
            WITHOUT_EXPIRY,
            EARLIEST,
            LAST_SUCCESS,
            LAST_ATTEMPT,
            ITEMS,
            EXPECTED,
            PERMITTED -> {
          var name = (family.sampleName() + "{").getBytes(StandardCharsets.UTF_8);
          for (var metrics : snapshot.scopes()) {
            metrics.lines().write(family, name, sink);
          }
        }
        case EXPIRING -> sink.write(Aggregates.expiring(snapshot.scopes(), now));
        case EXPIRING_IN_WEEK ->
            sink.write(Aggregates.expiringInWeek(snapshot.scopes(), counters.sources(), now));
        case CHANGES -> sink.write(counters.changeLines());
        case ALERTS -> sink.write(Aggregates.alerts(snapshot.scopes(), counters));
        case CONDITIONS -> sink.write(counters.conditionLines(accounts(snapshot.scopes())));
        case EVENTS -> sink.write(counters.eventLines());
        case ACCOUNT -> sink.write(Aggregates.accounts(snapshot.scopes()));
        case ZONE -> sink.write(Aggregates.zones(snapshot.scopes()));
        case BUILD -> sink.write(ScopeMetricsBuilder.line(family, build, 1));
        case SERIES -> sink.write(family.sampleName() + " " + shown + "\n");
        case SERIES_DROPPED -> sink.write(family.sampleName() + " " + (wanted - shown) + "\n");
        case NOT_AFTER, DAYS -> {
          for (var some : chosen) {
            some.write(family, now, sink);
          }
        }
        case CERTIFICATE -> certificates(sink, chosen, snapshot.duplicates(), now);
      }
    }
  }

  /** The accounts that can have conditions; the lists of a user have none. */
  private static Set<String> accounts(List<ScopeMetrics> scopes) {
    return scopes.stream()
        .filter(metrics -> metrics.scope().level() != ScopeLevel.USER)
        .map(metrics -> metrics.scope().account().id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The same id in two lists of one source would give the same series twice: only the first one is
   * written.
   */
  private static void certificates(
      PageWriter sink, List<SeriesSelection> chosen, boolean repeats, long now) throws IOException {
    var written = new HashSet<String>();
    for (var some : chosen) {
      if (repeats) {
        some.writeNew(written, now, sink);
      } else {
        some.write(Family.CERTIFICATE, now, sink);
      }
    }
  }

  private List<SeriesSelection> candidates(List<ScopeMetrics> scopes, long now) {
    long horizon =
        switch (settings.certificates()) {
          case NONE -> Long.MIN_VALUE;
          case EXPIRING -> now + settings.horizon().toSeconds();
          case ALL -> SeriesBlock.NO_EXPIRY;
        };
    return scopes.stream()
        .flatMap(metrics -> metrics.blocks().stream())
        .map(block -> SeriesSelection.within(block, horizon))
        .toList();
  }
}
