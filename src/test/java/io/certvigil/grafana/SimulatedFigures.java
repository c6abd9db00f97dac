package io.certvigil.grafana;

import io.certvigil.app.DaemonsByMetricsMode;
import io.certvigil.demo.simulator.ExpectedCertificate;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures computed from the data of the simulated Cloudflare in the way that the panels define. */
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

  /** The number that expire within so many days, expired ones included. */
  long within(int days) {
    var until = now.plus(Duration.ofDays(days));
    return expiring().filter(one -> end(one).isBefore(until)).count();
  }

  /** The number that expire in the weeks from one to another, the last one excluded. */
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
                .or(() -> user(one.ownerId()))
                .orElseThrow());
  }

  private static Optional<String> user(String ownerId) {
    return Optional.of(Scope.userOf("main"))
        .filter(user -> user.id().equals(ownerId))
        .map(ResourceRef::name);
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

  /** The number of lists of all accounts and zones. */
  long lists() {
    return Stream.of(Source.values())
        .mapToLong(
            source ->
                (source.existsAt(ScopeLevel.ACCOUNT) ? accounts() : 0)
                    + (source.existsAt(ScopeLevel.ZONE) ? zones() : 0)
                    + (source.existsAt(ScopeLevel.USER) ? 1 : 0))
        .sum();
  }

  long firing(String severity) {
    return fleet.firing(mode).getOrDefault(severity, 0L);
  }

  long firing() {
    return fleet.firing(mode).values().stream().mapToLong(Long::longValue).sum();
  }

  /** The ids that the table of the soonest expiries must show, soonest first. */
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

  /** The band in which the rules must alert for each, by id; without unused certificates. */
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

  /** Whether a later certificate for the same hosts may supersede it; those are not counted. */
  static boolean hasSupersession(String source) {
    return Set.of(
            "custom_certificates",
            "certificate_packs",
            "custom_hostnames",
            "identity_provider_certificates")
        .contains(source);
  }

  private static String band(Duration left) {
    if (left.isNegative()) {
      return left.plus(WEEK).isNegative() ? "" : "0d";
    }
    long days = left.toDays();
    return days < 7 ? "7d" : days < 14 ? "14d" : days < 30 ? "30d" : "";
  }
}
