package io.certvigil.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A state that prevents a renewal, or that ends with a deletion, for as long as it lasts.
 *
 * @param key of the condition and of its alert: 10 digits
 * @param scope the key of the list that shows it; for a zone, {@link #ofZone}
 * @param since when it was first seen
 * @param reportFrom when it is old enough to be reported
 * @param confirmed whether it was seen when it was old enough: between two readings it may have
 *     ended
 * @param deadline when the certificate ends or Cloudflare deletes the subject; null if unknown
 * @param missingSince the first of the complete readings in a row that did not contain its subject;
 *     null if the last one did
 * @param healthySince the first of the complete readings in a row that showed its subject without
 *     it; null if the last one showed it
 * @param told what the events of the last 24 h said, and always the last one; the last one last;
 *     empty if there was none
 * @param finding as it was seen last
 */
public record Condition(
    String key,
    String scope,
    Instant since,
    Instant reportFrom,
    boolean confirmed,
    @Nullable Instant deadline,
    @Nullable Instant missingSince,
    @Nullable Instant healthySince,
    List<Told> told,
    Finding finding) {
  private static final String ZONE = "zone/";
  private static final Duration ONCE_IN = Duration.ofDays(1);
  private static final int MOST_IN_THAT_TIME = 4;

  public Condition {
    told = List.copyOf(told);
  }

  /** A {@link #fact} and the moment of the last event that said it. */
  public record Told(String fact, Instant at) {}

  /** What stands for the key of a list in a condition of this zone. */
  public static String ofZone(String zoneId) {
    return ZONE + zoneId;
  }

  /** Whether answers of this source contain findings at all. */
  public static boolean isFoundIn(Source source) {
    return source == Source.CERTIFICATE_PACKS || source == Source.CUSTOM_HOSTNAMES;
  }

  public ConditionKind kind() {
    return finding.kind();
  }

  /** The same condition, missing from complete readings since then. */
  public Condition withMissingSince(@Nullable Instant missing) {
    return new Condition(
        key, scope, since, reportFrom, confirmed, deadline, missing, healthySince, told, finding);
  }

  /** The same condition, which complete readings since then no longer show. */
  public Condition withHealthySince(Instant healthy) {
    return new Condition(
        key, scope, since, reportFrom, confirmed, deadline, null, healthy, told, finding);
  }

  /** What an event says: the kind, who must act, and the cause. */
  public String fact() {
    return finding.kind().word() + " " + finding.actor().word() + " " + finding.causeId();
  }

  /**
   * Whether its {@link #fact} is worth an event: it is another one than that of the last event, and
   * no event said it in the last 24 h. So a CA that alternates between two texts causes one event a
   * day for each. A CA whose texts are always new causes at most four a day. A severity that rises
   * is always worth an event.
   */
  public boolean isNews(Instant now) {
    if (!told.isEmpty() && told.getLast().fact().equals(fact())) {
      return false;
    }
    var recent = recent(now);
    return recent.size() < MOST_IN_THAT_TIME
        && recent.stream().noneMatch(one -> one.fact().equals(fact()));
  }

  private List<Told> recent(Instant now) {
    return told.stream().filter(one -> one.at().isAfter(now.minus(ONCE_IN))).toList();
  }

  /** The same condition after an event about it. */
  public Condition withTold(Instant now) {
    var said =
        Stream.concat(
                recent(now).stream().filter(one -> !one.fact().equals(fact())),
                Stream.of(new Told(fact(), now)))
            .toList();
    return new Condition(
        key,
        scope,
        since,
        reportFrom,
        confirmed,
        deadline,
        missingSince,
        healthySince,
        said,
        finding);
  }

  /** Whether people would read the same about it. */
  public boolean sameAs(Condition other) {
    return since.equals(other.since)
        && Objects.equals(deadline, other.deadline)
        && finding.equals(other.finding);
  }
}
