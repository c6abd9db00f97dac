package io.certvigil.grafana;

import io.certvigil.app.DaemonsByMetricsMode;
import io.certvigil.demo.simulator.ExpectedCertificate;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the simulated Cloudflare knows of itself, counted as the panels claim to count it. */
final class SimulatedFigures {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Set<String> OVER = Set.of("revoked", "deleted");

  private final DaemonsByMetricsMode fleet;
  private final String mode;
  private final Instant now;
  private final List<ExpectedCertificate> all;

  SimulatedFigures(DaemonsByMetricsMode fleet, String mode) {
    this.fleet = fleet;
    this.mode = mode;
    now = fleet.clock.instant();
    all = fleet.estate.expectedCertificates(now);
  }

  long certificates() {
    return all.size();
  }

  private Stream<ExpectedCertificate> expiring() {
    return all.stream().filter(one -> one.notAfter() != null && !OVER.contains(one.status()));
  }

  /** How many end within so many days, those included that have. */
  long within(int days) {
    var until = now.plus(Duration.ofDays(days));
    return expiring().filter(one -> end(one).isBefore(until)).count();
  }

  /** How many end in the weeks from one to another, the last one not included. */
  long inWeeks(int from, int to) {
    return expiring()
        .filter(one -> !end(one).isBefore(now))
        .filter(one -> week(one) >= from && week(one) < to)
        .count();
  }

  private long week(ExpectedCertificate one) {
    return Duration.between(now, end(one)).toSeconds() / WEEK.toSeconds();
  }

  private static Instant end(ExpectedCertificate one) {
    return Objects.requireNonNull(one.notAfter());
  }

  long withoutExpiry() {
    return all.stream().filter(one -> one.notAfter() == null).count();
  }

  Map<String, Double> bySource() {
    return counted(one -> one.source().word());
  }

  Map<String, Double> byStatus() {
    return counted(ExpectedCertificate::status);
  }

  Map<String, Double> byAccount() {
    return counted(
        one ->
            fleet
                .estate
                .zone(one.ownerId())
                .map(zone -> zone.account().name())
                .or(() -> fleet.estate.account(one.ownerId()).map(account -> account.name()))
                .orElseThrow());
  }

  private Map<String, Double> counted(Function<ExpectedCertificate, String> by) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                by,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.counting(), Long::doubleValue)));
  }

  long accounts() {
    return fleet.estate.accounts().size();
  }

  long zones() {
    return fleet.estate.zones().size();
  }

  /** Lists that exist: those of accounts and those of zones. */
  long lists() {
    return Stream.of(Source.values())
        .mapToLong(
            source ->
                (source.existsAt(ScopeLevel.ACCOUNT) ? accounts() : 0)
                    + (source.existsAt(ScopeLevel.ZONE) ? zones() : 0))
        .sum();
  }

  long firing(String severity) {
    return fleet.firing(mode).getOrDefault(severity, 0L);
  }

  long firing() {
    return fleet.firing(mode).values().stream().mapToLong(Long::longValue).sum();
  }

  /** The ids that the table of the soonest ends must show, soonest first. */
  List<String> soonest(int rows) {
    var alerted = fleet.alerted(mode);
    var horizon = now.plus(Duration.ofDays(60));
    return expiring()
        .filter(one -> end(one).isAfter(now.minus(Duration.ofDays(30))))
        .filter(
            one ->
                mode.equals("all")
                    || end(one).isBefore(horizon)
                    || alerted.contains(one.certificateId()))
        .sorted(Comparator.comparing(SimulatedFigures::end))
        .limit(rows)
        .map(ExpectedCertificate::certificateId)
        .toList();
  }

  /** The band in which the rules must tell of each, by id; those that nobody needs left out. */
  Map<String, String> bands() {
    var bands = new TreeMap<String, String>();
    expiring()
        .filter(one -> !Set.of("inactive", "backup_issued").contains(one.status()))
        .filter(one -> !hasSupersession(one.source().word()))
        .forEach(
            one -> {
              var band = band(Duration.between(now, end(one)));
              if (!band.isEmpty()) {
                bands.put(one.certificateId(), band);
              }
            });
    return bands;
  }

  /** Whether another of the same hosts may outlive it, which this does not count. */
  static boolean hasSupersession(String source) {
    return Set.of("custom_certificates", "certificate_packs", "custom_hostnames").contains(source);
  }

  private static String band(Duration left) {
    if (left.isNegative()) {
      return left.plus(WEEK).isNegative() ? "" : "0d";
    }
    long days = left.toDays();
    return days < 7 ? "7d" : days < 14 ? "14d" : days < 30 ? "30d" : "";
  }
}
