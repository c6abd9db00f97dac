package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.model.Durations;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Source;
import io.certvigil.policy.Policy;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Checks the expiry of certificates for a monitoring system (plugin interface of Nagios): prints
 * one line and exits with the state. If the state cannot be determined, it is UNKNOWN, never OK.
 */
@Command(
    name = "check",
    description = {
      "Checks the expiry of certificates, for Nagios and compatible systems: prints one line with"
          + " performance data; exit code 0 is OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
      "UNKNOWN means that a list is no longer read or was never read. Revoked, superseded and muted"
          + " certificates do not count."
    })
public final class CheckCommand implements Callable<Integer> {
  private static final int PAGE = 200;
  private static final Instant ANY_TIME = Instant.ofEpochMilli(Long.MIN_VALUE);

  @Mixin private CommonOptions common;

  @Option(
      names = {"-w", "--warning"},
      paramLabel = "30d",
      description = "WARNING if a certificate expires within this time; default: 30d.")
  private Duration warning = Duration.ofDays(30);

  @Option(
      names = {"-c", "--critical"},
      paramLabel = "7d",
      description =
          "CRITICAL if a certificate expires within this time or has expired; default: 7d.")
  private Duration critical = Duration.ofDays(7);

  @Option(names = "--source", paramLabel = "SOURCE", description = "Only this source.")
  private @Nullable Source source;

  @Option(
      names = "--zone",
      paramLabel = "GLOB",
      description = "Only zones whose name or id matches.")
  private @Nullable String zone;

  @Override
  public Integer call() {
    return print(verdict());
  }

  /** Prints UNKNOWN because the arguments are invalid; returns the exit code. */
  public int unknown(String why) {
    return print(CheckVerdict.unknown(why));
  }

  private int print(CheckVerdict verdict) {
    common.context().out().println(PrintableText.of(verdict.text()));
    return verdict.exit();
  }

  /**
   * A fault is UNKNOWN, never CRITICAL, and is printed on standard output for monitoring systems.
   */
  private CheckVerdict verdict() {
    if (critical.compareTo(warning) > 0) {
      return CheckVerdict.unknown(
          "--critical must be at most --warning, was %s and %s"
              .formatted(Durations.print(critical), Durations.print(warning)));
    }
    try {
      var config = common.configWithoutSecrets();
      try (var store = common.store(config)) {
        return evaluate(store, config, common.context().now());
      }
    } catch (ConfigException e) {
      return CheckVerdict.unknown(
          e.problems().stream().map(String::valueOf).collect(Collectors.joining("; ")));
    } catch (StoreException e) {
      return CheckVerdict.unknown(String.valueOf(e.getMessage()));
    }
  }

  private CheckVerdict evaluate(Store store, Config config, Instant now) {
    var filter = new CertificateFilter(null, source, zone, null, null, null, Map.of());
    var lists = CheckLists.of(store, filter, source == null && zone == null, now);
    var policy = new Policy(config.expiry());
    var within = filter.withExpiringWithin(warning);
    var ending = new ArrayList<CertificateView>();
    store.inventory().list(within, now, ending::add);
    var quiet = store.alerts().nonAlerting(policy, within, ANY_TIME, now);
    var loud = ending.stream().filter(view -> mayAlert(view, quiet)).toList();
    var shown = loud.isEmpty() ? nextToExpire(store, policy, filter, now) : loud;
    long all = store.inventory().count(filter, now);
    return CheckVerdict.of(lists, shown, all, warning, critical, now);
  }

  /** The next one to expire after the limit; empty if no other has an expiry. */
  private List<CertificateView> nextToExpire(
      Store store, Policy policy, CertificateFilter filter, Instant now) {
    Cursor from = Cursor.expiringFrom(now.plus(warning));
    do {
      var page = store.inventory().page(filter, CertificateSort.END, from, PAGE, now);
      var loud = firstThatMayAlert(store, policy, filter, page.rows(), now);
      if (!loud.isEmpty()) {
        return loud;
      }
      from = page.next();
    } while (from != null);
    return List.of();
  }

  /** The first of these that may raise alerts; empty if there is none. */
  private static List<CertificateView> firstThatMayAlert(
      Store store,
      Policy policy,
      CertificateFilter filter,
      List<CertificateView> views,
      Instant now) {
    var ends =
        views.stream()
            .map(view -> Optional.ofNullable(view.notAfter()))
            .flatMap(Optional::stream)
            .toList();
    if (ends.isEmpty()) {
      return List.of();
    }
    var these = filter.withExpiringWithin(Duration.between(now, ends.getLast().plusMillis(1)));
    var quiet = store.alerts().nonAlerting(policy, these, ends.getFirst(), now);
    return views.stream().filter(view -> mayAlert(view, quiet)).limit(1).toList();
  }

  private static boolean mayAlert(CertificateView view, Set<String> quiet) {
    return view.notAfter() != null && !quiet.contains(view.key());
  }
}
