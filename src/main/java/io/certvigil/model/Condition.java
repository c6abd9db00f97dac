package io.certvigil.model;

import java.time.Instant;
import java.util.Objects;
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
 * @param told the {@link #fact} of the last event about it; null if there was none
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
    @Nullable String told,
    Finding finding) {
  private static final String ZONE = "zone/";

  /** What stands for the key of a list in a condition of this zone. */
  public static String ofZone(String zoneId) {
    return ZONE + zoneId;
  }

  public ConditionKind kind() {
    return finding.kind();
  }

  /** The same condition, missing from complete readings since then. */
  public Condition withMissingSince(@Nullable Instant missing) {
    return new Condition(
        key, scope, since, reportFrom, confirmed, deadline, missing, told, finding);
  }

  /** What an event says; another one is worth another event. */
  public String fact() {
    return finding.kind().word() + " " + finding.actor().word() + " " + finding.causeId();
  }

  /** The same condition after an event about it. */
  public Condition withTold(String fact) {
    return new Condition(
        key, scope, since, reportFrom, confirmed, deadline, missingSince, fact, finding);
  }

  /** Whether people would read the same about it. */
  public boolean sameAs(Condition other) {
    return since.equals(other.since)
        && Objects.equals(deadline, other.deadline)
        && finding.equals(other.finding);
  }
}
