package io.certvigil.metrics;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Scope;
import io.certvigil.policy.Alert;
import io.certvigil.store.CommittedScope;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the metrics of a scope from its state after a transaction. */
final class ScopeMetricsBuilder {
  private static final int HOSTS = 5;
  private static final long WEEK = 7 * 86_400;
  private static final Set<String> REVOKED_STATUSES = Set.of("revoked", "deleted");
  private static final Set<String> RESERVED_LABELS =
      Set.of(
          "certificate_id",
          "source",
          "serial",
          "fingerprint_sha256",
          "issuer",
          "status",
          "hosts",
          "managed");

  private static final ScopeLines.FurtherLabels WITHOUT_END =
      new ScopeLines.FurtherLabels(",reason=\"none\"");
  private static final ScopeLines.FurtherLabels UNREADABLE =
      new ScopeLines.FurtherLabels(",reason=\"unreadable\"");
  private static final ScopeLines.FurtherLabels NO_STATUS =
      new ScopeLines.FurtherLabels("," + status(Certificate.NO_STATUS));

  private final MetricsSettings settings;

  ScopeMetricsBuilder(MetricsSettings settings) {
    this.settings = settings;
  }

  /**
   * Builds the metrics; parts whose certificates have not changed are reused.
   *
   * @param now in seconds
   */
  ScopeMetrics build(CommittedScope committed, @Nullable ScopeMetrics before, long now) {
    var permitted = permitted(committed, before);
    var basis = cacheKey(committed, now);
    var firing =
        Map.copyOf(committed.firing().stream().collect(groupingBy(Alert::severity, counting())));
    var certificates = present(committed);
    var lines = lines(committed, certificates, permitted);
    if (before != null && committed.changes().isEmpty() && before.cacheKey().equals(basis)) {
      return new ScopeMetrics(
          basis,
          everRead(committed),
          permitted,
          lines,
          before.certificates(),
          before.expiries(),
          before.blocks(),
          firing,
          before.identities());
    }
    var blocks = blocks(committed, basis, certificates, now);
    return new ScopeMetrics(
        basis,
        everRead(committed),
        permitted,
        lines,
        certificates.size(),
        expiries(certificates),
        blocks,
        firing,
        identities(basis.scope(), blocks.isEmpty() ? List.of() : certificates));
  }

  private static List<Certificate> present(CommittedScope committed) {
    return committed.known().items().values().stream()
        .filter(item -> !item.absent())
        .map(KnownCertificate::certificate)
        .toList();
  }

  private static boolean everRead(CommittedScope committed) {
    return committed.health().completeAt() != null || !committed.known().items().isEmpty();
  }

  private static ScopeMetrics.CacheKey cacheKey(CommittedScope committed, long now) {
    long fingerprint = 0;
    for (var item : committed.known().items().values()) {
      fingerprint += ((long) item.certificate().hashCode() << 1 | (item.absent() ? 1 : 0)) * 31L;
    }
    return new ScopeMetrics.CacheKey(
        committed.watched().scope(),
        committed.watched().labels(),
        committed.firing().stream().map(alert -> alert.subject().certificate()).collect(toSet()),
        fingerprint,
        now / WEEK);
  }

  /**
   * A timeout or a refusal seen once says nothing about permission, so the previous value is kept.
   * Another 4xx is a failure of a list that may be readable: it must not hide behind an earlier
   * denial.
   */
  private static boolean permitted(CommittedScope committed, @Nullable ScopeMetrics before) {
    var fault = committed.health().fault();
    if (fault == null) {
      return true;
    }
    return switch (fault.reason()) {
      case UNAUTHORIZED -> false;
      case FORBIDDEN -> !committed.health().denied() && (before == null || before.permitted());
      case INCOMPLETE, HTTP_4XX -> true;
      case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, STORE ->
          before == null || before.permitted();
    };
  }

  /**
   * Cloudflare lists revoked certificates forever; they must not keep a metric in an alarming
   * state.
   */
  private static boolean countsAsExpiring(Certificate certificate) {
    return !REVOKED_STATUSES.contains(certificate.status());
  }

  private static ScopeMetrics.ImmutableLongs expiries(List<Certificate> certificates) {
    return new ScopeMetrics.ImmutableLongs(
        certificates.stream()
            .filter(ScopeMetricsBuilder::countsAsExpiring)
            .flatMap(certificate -> certificate.notAfter().stream())
            .mapToLong(Instant::getEpochSecond)
            .sorted()
            .toArray());
  }

  private static ScopeMetrics.ImmutableLongs identities(
      Scope scope, List<Certificate> certificates) {
    return new ScopeMetrics.ImmutableLongs(
        certificates.stream().mapToLong(c -> hash(scope.source().word() + "/" + c.id())).toArray());
  }

  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }

  /** The labels that identify a scope. */
  static String labels(Scope scope) {
    var zone = scope.zone();
    return new Labels()
        .add("source", scope.source().word())
        .addIdentifier("account_id", scope.account().id())
        .addIdentifier("zone_id", zone == null ? "" : zone.id())
        .toString();
  }

  private static ScopeLines lines(
      CommittedScope committed, List<Certificate> certificates, boolean permitted) {
    var health = committed.health();
    var lines = new ScopeLines.Builder();
    lines.add(Family.LAST_SUCCESS, health.completeAt());
    lines.add(Family.LAST_ATTEMPT, health.attemptedAt());
    lines.add(Family.EARLIEST, earliest(certificates));
    if (health.attemptedAt() != null) {
      lines.add(Family.PERMITTED, permitted ? 1 : 0);
    }
    if (everRead(committed)) {
      addStatuses(lines, committed, certificates);
      lines.add(Family.WITHOUT_EXPIRY, WITHOUT_END, count(certificates, Expiry.Never.class));
      lines.add(Family.WITHOUT_EXPIRY, UNREADABLE, count(certificates, Expiry.Unreadable.class));
      lines.add(Family.ITEMS, committed.items());
      lines.add(Family.EXPECTED, committed.expected());
    }
    return lines.build(labels(committed.watched().scope()));
  }

  static String line(Family family, String labels, long value) {
    return family.sampleName() + "{" + labels + "} " + value + "\n";
  }

  /**
   * A status that occurred once stays with value 0, so that the series does not end when no
   * certificate has it.
   */
  private static void addStatuses(
      ScopeLines.Builder lines, CommittedScope committed, List<Certificate> certificates) {
    var counts = new TreeMap<String, Long>();
    for (var item : committed.known().items().values()) {
      counts.put(status(item.certificate().status()), 0L);
    }
    if (counts.isEmpty()) {
      lines.add(Family.CERTIFICATES, NO_STATUS, 0);
    }
    certificates.forEach(certificate -> counts.merge(status(certificate.status()), 1L, Long::sum));
    counts.forEach(
        (status, count) ->
            lines.add(Family.CERTIFICATES, new ScopeLines.FurtherLabels("," + status), count));
  }

  private static String status(String status) {
    return new Labels().addIdentifier("status", status).toString();
  }

  private static long count(List<Certificate> certificates, Class<? extends Expiry> kind) {
    return certificates.stream().filter(one -> kind.isInstance(one.expiry())).count();
  }

  private static @Nullable Instant earliest(List<Certificate> certificates) {
    return certificates.stream()
        .filter(ScopeMetricsBuilder::countsAsExpiring)
        .flatMap(certificate -> certificate.notAfter().stream())
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private List<SeriesBlock> blocks(
      CommittedScope committed,
      ScopeMetrics.CacheKey basis,
      List<Certificate> certificates,
      long now) {
    if (settings.certificates() == MetricsSettings.Mode.NONE || certificates.isEmpty()) {
      return List.of();
    }
    var watchLabels = watchLabels(committed.watched().labels());
    var seen = new HashSet<String>();
    var entries =
        certificates.stream()
            .filter(certificate -> seen.add(Labels.identifier(certificate.id())))
            .map(c -> entry(basis.scope(), c, basis.firing().contains(c.id()), watchLabels))
            .sorted(
                Comparator.comparingLong(SeriesBlock.Entry::expiry)
                    .thenComparing(SeriesBlock.Entry::series))
            .toList();
    return SeriesBlock.of(labels(basis.scope()), entries, compressFrom(now));
  }

  /**
   * Certificates that expire from then on are far enough beyond the horizon to be kept compressed;
   * none in mode all.
   */
  private long compressFrom(long now) {
    return settings.certificates() == MetricsSettings.Mode.ALL
        ? Long.MAX_VALUE
        : now + settings.horizon().toSeconds() + 4 * WEEK;
  }

  private static SeriesBlock.Entry entry(
      Scope scope, Certificate certificate, boolean firing, Map<String, String> watchLabels) {
    var series =
        new Labels()
            .addIdentifier("certificate_id", certificate.id())
            .add("name", certificate.name());
    var x509 = certificate.x509();
    var info =
        new Labels()
            .addIdentifier("certificate_id", certificate.id())
            .add("source", scope.source().word())
            .add("serial", orEmpty(x509.serial()))
            .add("fingerprint_sha256", orEmpty(x509.fingerprintSha256()))
            .add("issuer", orEmpty(x509.issuer()))
            .addIdentifier("status", certificate.status())
            .add("hosts", hosts(x509.hosts()))
            .add("managed", Boolean.toString(certificate.managed()));
    watchLabels.forEach(info::add);
    long end = certificate.notAfter().map(Instant::getEpochSecond).orElse(SeriesBlock.NO_EXPIRY);
    return new SeriesBlock.Entry(end, firing, series.toString(), info.toString());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String hosts(List<String> hosts) {
    var first = String.join(",", hosts.stream().limit(HOSTS).toList());
    return hosts.size() <= HOSTS ? first : first + ",+" + (hosts.size() - HOSTS);
  }

  private static Map<String, String> watchLabels(Map<String, String> labels) {
    var shown = new TreeMap<String, String>();
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> {
              var allowed = Labels.name(name);
              while (RESERVED_LABELS.contains(allowed) || shown.containsKey(allowed)) {
                allowed = "label_" + allowed; // a name twice would make the page unreadable
              }
              shown.put(allowed, value);
            });
    return shown;
  }
}
