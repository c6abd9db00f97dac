package io.certvigil.metrics;

import io.certvigil.model.Source;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.Severity;
import io.certvigil.store.CommittedScope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page that Prometheus reads. It keeps a compact piece of every scope, made when the scope
 * changes, so that a scrape asks no database and mostly copies bytes.
 *
 * <p>All methods may be called from any thread. Nothing is locked while a page is written, so a
 * slow reader holds up nobody.
 */
public final class MetricsPage {
  private static final byte[] NOTHING = {};

  private final MetricsSettings settings;
  private final OtherMetrics otherMetrics;
  private final String build;
  private final InstantSource clock;
  private final ScopeMetricsBuilder builder;
  private final EventCounters counters;
  // Newest last, so that the newest name of a zone wins.
  private final Map<String, ScopeMetrics> scopeMetrics = new LinkedHashMap<>();
  private final Map<String, Long> commitOrders = new HashMap<>();
  private final DuplicateCounter duplicates = new DuplicateCounter();

  /** What one page is made of. */
  private record Snapshot(List<ScopeMetrics> scopes, boolean duplicates) {}

  /**
   * Begins with no scope.
   *
   * @param registry holds the meters of the other rooms, and gets those of the process; what it has
   *     of our names is left out
   * @param sourcesRead those whose series exist at 0 before anything was read
   */
  public MetricsPage(
      MetricsSettings settings,
      PrometheusMeterRegistry registry,
      String version,
      String revision,
      InstantSource clock,
      Set<Source> sourcesRead) {
    this(settings, registry.getPrometheusRegistry(), version, revision, clock, sourcesRead);
  }

  /** The same, of the registry below. */
  public MetricsPage(
      MetricsSettings settings,
      PrometheusRegistry registry,
      String version,
      String revision,
      InstantSource clock,
      Set<Source> sourcesRead) {
    this(
        settings,
        new OtherMetrics(registry),
        new Labels().add("version", version).add("revision", revision).toString(),
        clock,
        new EventCounters(sourcesRead));
    ProcessMetrics.register(registry);
  }

  private MetricsPage(
      MetricsSettings settings,
      OtherMetrics others,
      String build,
      InstantSource clock,
      EventCounters tally) {
    this.settings = settings;
    this.otherMetrics = others;
    this.build = build;
    this.clock = clock;
    this.builder = new ScopeMetricsBuilder(settings);
    this.counters = tally;
  }

  /** One with these settings that counts on; with no scope yet where they differ from ours. */
  public MetricsPage with(MetricsSettings other) {
    return other.equals(settings)
        ? this
        : new MetricsPage(other, otherMetrics, build, clock, counters);
  }

  /** Takes a scope as a transaction left it, and counts its changes and events. */
  public void update(CommittedScope committed) {
    counters.countChanges(committed.watched().scope().source(), committed.changes());
    counters.countEvents(committed.events());
    var key = committed.watched().scope().key();
    // Made without holding up a scrape.
    var piece = builder.build(committed, current(key), clock.instant().getEpochSecond());
    replace(key, piece, committed.transaction());
  }

  private synchronized @Nullable ScopeMetrics current(String key) {
    return scopeMetrics.get(key);
  }

  /** One that a newer one has overtaken comes too late. */
  private synchronized void replace(String key, ScopeMetrics piece, long order) {
    if (order < commitOrders.getOrDefault(key, 0L)) {
      return;
    }
    remove(key);
    commitOrders.put(key, order);
    for (long identity : piece.identities().numbers()) {
      duplicates.add(identity);
    }
    scopeMetrics.put(key, piece);
  }

  private void removeIdentities(ScopeMetrics piece) {
    for (long identity : piece.identities().numbers()) {
      duplicates.remove(identity);
    }
  }

  /** The keys of the scopes that it shows. */
  public synchronized Set<String> scopeKeys() {
    return Set.copyOf(scopeMetrics.keySet());
  }

  /** Leaves out a scope that is no longer watched. */
  public synchronized void remove(String scopeKey) {
    var piece = scopeMetrics.remove(scopeKey);
    if (piece != null) {
      removeIdentities(piece);
    }
  }

  /** Counts events that belong to no single scope, such as {@code source.unreadable}. */
  public void countEvents(List<Event> events) {
    counters.countEvents(events);
  }

  /** At the start: the alerts that fire and belong to no single scope. Others are passed over. */
  public void firing(Collection<Alert> alerts) {
    counters.firing(alerts);
  }

  /** How many certificates there are, whatever their status. */
  public long certificates() {
    return snapshot().scopes().stream().mapToLong(ScopeMetrics::certificates).sum();
  }

  /** How many end before this moment; revoked and deleted ones do not count. */
  public long expiringBefore(Instant moment) {
    long second = wholeSecond(moment);
    return snapshot().scopes().stream()
        .mapToLong(piece -> piece.expiries().countBefore(second))
        .sum();
  }

  /** How many alerts of this severity fire. */
  public long firing(Severity severity) {
    return counters.firing(severity)
        + snapshot().scopes().stream()
            .mapToLong(piece -> piece.firing().getOrDefault(severity, 0L))
            .sum();
  }

  /** An end is a whole second: what is before a moment is before the next whole one. */
  private static long wholeSecond(Instant at) {
    return at.getNano() == 0 ? at.getEpochSecond() : at.getEpochSecond() + 1;
  }

  private synchronized Snapshot snapshot() {
    return new Snapshot(List.copyOf(scopeMetrics.values()), duplicates.hasDuplicates());
  }

  /**
   * Writes the whole page; the stream stays open.
   *
   * @param gzip whether it is compressed, as one or more gzip members
   * @throws IOException where the stream does not take it
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
          for (var piece : snapshot.scopes()) {
            sink.write(piece.lines().getOrDefault(family, NOTHING));
          }
        }
        case EXPIRING -> sink.write(Aggregates.expiring(snapshot.scopes(), now));
        case EXPIRING_IN_WEEK ->
            sink.write(Aggregates.expiringInWeek(snapshot.scopes(), counters.sources(), now));
        case CHANGES -> sink.write(counters.changeLines());
        case ALERTS -> sink.write(Aggregates.alerts(snapshot.scopes(), counters));
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

  /** The same id in two lists of one source would be the same series twice: the first one tells. */
  private static void certificates(
      PageWriter sink, List<SeriesSelection> chosen, boolean repeats, long now) throws IOException {
    var told = new HashSet<String>();
    for (var some : chosen) {
      if (repeats) {
        some.writeNew(told, now, sink);
      } else {
        some.write(Family.CERTIFICATE, now, sink);
      }
    }
  }

  private List<SeriesSelection> candidates(List<ScopeMetrics> pieces, long now) {
    long horizon =
        switch (settings.certificates()) {
          case NONE -> Long.MIN_VALUE;
          case EXPIRING -> now + settings.horizon().toSeconds();
          case ALL -> SeriesBlock.NO_EXPIRY;
        };
    var candidates = new ArrayList<SeriesSelection>();
    for (var piece : pieces) {
      for (var block : piece.blocks()) {
        candidates.add(SeriesSelection.within(block, horizon));
      }
    }
    return candidates;
  }
}
