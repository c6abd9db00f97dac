package io.certvigil.policy;

import io.certvigil.model.Certificate;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Selects the ladder of a certificate; caches those of one scope, which are few. */
final class Ladders {
  private static final Duration CRITICAL = Duration.ofDays(7);
  private static final List<Duration> RUNGS_BELOW_RENEWAL =
      Stream.of(7, 3, 1).map(Duration::ofDays).toList();

  /** For the time in which a person must hand over what has followed already. */
  private static final List<Duration> HAND_OVER =
      Stream.of(21, 14, 7, 3, 1).map(Duration::ofDays).toList();

  private static final long UNKNOWN = -1;
  private static final long SHORT_LIFETIME_DAYS = 10;

  private final List<Duration> rungs;
  private final Map<Kind, Ladder> cache = new HashMap<>();

  Ladders(List<Duration> rungs) {
    this.rungs = rungs;
  }

  Ladder of(Certificate certificate, @Nullable ExpiryRule rule) {
    return cache.computeIfAbsent(kind(certificate, rule), this::create);
  }

  /**
   * The ladder of an item that is renewed manually and whose lifetime is unknown, such as a
   * credential.
   */
  Ladder manual() {
    return cache.computeIfAbsent(
        new Kind(false, false, UNKNOWN, Severity.CRITICAL, null), this::create);
  }

  private static Kind kind(Certificate certificate, @Nullable ExpiryRule rule) {
    return new Kind(
        certificate.managed(),
        isHandOver(certificate),
        lifetimeDays(certificate).orElse(UNKNOWN),
        most(certificate),
        rule);
  }

  /** Whether its successor exists, and must be handed over before it expires. */
  static boolean isHandOver(Certificate certificate) {
    return certificate.attributes().containsKey(Certificate.HAND_OVER);
  }

  /** An API token that nobody uses breaks nothing when it expires. */
  private static Severity most(Certificate certificate) {
    return switch (certificate.attributes().getOrDefault(Certificate.LAST_USED, "")) {
      case Certificate.UNUSED_FOR_30_DAYS -> Severity.INFO;
      case Certificate.USED_IN_30_DAYS -> Severity.WARNING;
      default -> Severity.CRITICAL;
    };
  }

  /**
   * The lifetime, rounded up to whole days; else the validity with which the pack was ordered;
   * empty if neither is known.
   */
  static Optional<Long> lifetimeDays(Certificate certificate) {
    return certificate
        .lifetime()
        .map(lifetime -> lifetime.plusDays(1).minusNanos(1).toDays())
        .or(() -> orderedDays(certificate.attributes().getOrDefault("validity_days", "")));
  }

  private static Optional<Long> orderedDays(String days) {
    return Optional.of(days).filter(text -> text.matches("[1-9][0-9]{0,5}")).map(Long::valueOf);
  }

  /**
   * The configured rungs that do not apply to this certificate, with the reasons.
   *
   * @return longest first
   */
  Map<Duration, String> dropped(Certificate certificate, @Nullable ExpiryRule rule) {
    var kind = kind(certificate, rule);
    var dropped = new TreeMap<Duration, String>(Comparator.reverseOrder());
    if (rule != null && rule.rungs() != null) {
      rule.rungs().forEach(rung -> dropped.put(rung, "not shorter than the lifetime"));
    } else if (kind.handOver()) {
      rungs.forEach(rung -> dropped.put(rung, "its successor exists; only an override can add it"));
    } else if (kind.managed()) {
      rungs.forEach(
          rung -> dropped.put(rung, "renewed automatically; only an override can add it"));
      RUNGS_BELOW_RENEWAL.forEach(
          rung -> dropped.put(rung, "not shorter than the alert step of an overdue renewal"));
    } else if (kind.days() < SHORT_LIFETIME_DAYS && !kind.unknown()) {
      rungs.forEach(
          rung -> dropped.put(rung, "the lifetime is under " + SHORT_LIFETIME_DAYS + " d"));
    } else {
      rungs.forEach(rung -> dropped.put(rung, "longer than a third of the lifetime"));
    }
    of(certificate, rule).rungs().forEach(dropped::remove);
    return dropped;
  }

  /** How long before expiry Cloudflare renews it; empty if it does not. */
  static Optional<Duration> renewal(Certificate certificate) {
    var kind = kind(certificate, null);
    return kind.managed() ? Optional.of(renewal(kind)) : Optional.empty();
  }

  private Ladder create(Kind kind) {
    var rule = kind.rule();
    if (rule != null && rule.rungs() != null) {
      var literal = rule.rungs().stream().filter(kind::shorterThanLifetime).toList();
      return kind.ladder(literal, "override: its own alert steps");
    }
    if (kind.handOver()) {
      return kind.ladder(HAND_OVER, "its successor exists and must be handed over");
    }
    return kind.managed() ? managed(kind) : manual(kind);
  }

  private Ladder manual(Kind kind) {
    if (kind.unknown()) {
      return kind.ladder(rungs, "manual, lifetime unknown: every alert step");
    }
    var life = kind.lifetime();
    if (kind.days() < SHORT_LIFETIME_DAYS) {
      return kind.ladder(
          List.of(life.dividedBy(2), life.dividedBy(4), life.dividedBy(8)),
          "manual, lifetime " + kind.days() + " d: a half, a quarter, an eighth of it");
    }
    var third = life.dividedBy(3);
    return kind.ladder(
        rungs.stream().filter(rung -> rung.compareTo(third) <= 0).toList(),
        "manual, lifetime " + kind.days() + " d: the alert steps up to a third of it");
  }

  private static Ladder managed(Kind kind) {
    var renewal = renewal(kind);
    var overdue = renewal.multipliedBy(2).dividedBy(3);
    var late = renewal.dividedBy(3);
    var below = RUNGS_BELOW_RENEWAL.stream().filter(rung -> rung.compareTo(overdue) < 0);
    return kind.ladder(
        Stream.concat(Stream.of(overdue, late), below).toList(),
        "managed, renewed automatically "
            + Ladder.format(renewal)
            + " before expiry: alerts if overdue");
  }

  /** How long before expiry Cloudflare renews automatically. */
  private static Duration renewal(Kind kind) {
    if (kind.unknown() || kind.days() >= 80) {
      return Duration.ofDays(30);
    }
    if (kind.days() >= 45) {
      return kind.lifetime().dividedBy(3);
    }
    if (kind.days() >= 20) {
      return Duration.ofDays(7);
    }
    return kind.days() >= SHORT_LIFETIME_DAYS ? Duration.ofDays(3) : kind.lifetime().dividedBy(2);
  }

  private record Kind(
      boolean managed, boolean handOver, long days, Severity most, @Nullable ExpiryRule rule) {
    boolean unknown() {
      return days == UNKNOWN;
    }

    Duration lifetime() {
      return Duration.ofDays(days);
    }

    boolean shorterThanLifetime(Duration rung) {
      return unknown() || rung.compareTo(lifetime()) < 0;
    }

    Ladder ladder(List<Duration> rungs, String words) {
      var quarter = unknown() ? CRITICAL : lifetime().dividedBy(4);
      var critical = quarter.compareTo(CRITICAL) < 0 ? quarter : CRITICAL;
      return new Ladder(
          rungs, critical, rule == null ? null : rule.severity(), most, managed, words);
    }
  }
}
