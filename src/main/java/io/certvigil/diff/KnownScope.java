package io.certvigil.diff;

import io.certvigil.model.Certificate;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The known state of a scope: its certificates and whether it has a baseline.
 *
 * @param baselined whether a complete reading of it was ever committed; until then, new
 *     certificates belong to the baseline and do not count as "appeared"
 * @param interval the effective time between two readings
 * @param items by certificate id, in the given order; includes absent ones
 */
public record KnownScope(
    Scope scope, boolean baselined, Duration interval, Map<String, KnownCertificate> items) {
  public KnownScope {
    // Unlike Map.copyOf, this keeps the order: the same input must give the same order of events.
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
  }

  /**
   * The known state after this reading.
   *
   * @param changes the result of {@link Diff#between} for this state and the reading
   */
  public KnownScope updated(List<Change> changes, Reading reading, Instant now) {
    return switch (reading) {
      case Reading.Failed _ -> this;
      case Reading.Partial partial -> updated(changes, partial.seen(), baselined, now);
      case Reading.Complete complete -> updated(changes, complete.certificates(), true, now);
    };
  }

  /**
   * The known state for a first complete reading after the policies of the credential changed: the
   * reading is a new baseline, and a certificate that it does not contain is hidden, not missing.
   */
  public KnownScope inNewView(Reading.Complete reading, Instant now) {
    var seen =
        reading.certificates().stream()
            .map(Certificate::id)
            .collect(Collectors.toUnmodifiableSet());
    var next = new LinkedHashMap<String, KnownCertificate>();
    items.forEach(
        (id, item) ->
            next.put(
                id,
                seen.contains(id) || item.absent() || item.hidden()
                    ? item
                    : item.with(new Presence.Hidden(now))));
    return new KnownScope(scope, false, interval, next);
  }

  public KnownScope withBaseline(boolean whether) {
    return new KnownScope(scope, whether, interval, items);
  }

  /** True if a certificate is missing and not yet proved absent. */
  public boolean hasMissing() {
    return items.values().stream().anyMatch(item -> item.presence() instanceof Presence.Missing);
  }

  /** The known state with each missing certificate missing since this moment only. */
  public KnownScope withMissingSince(Instant moment) {
    var next = new LinkedHashMap<>(items);
    next.replaceAll(
        (_, item) ->
            item.presence() instanceof Presence.Missing
                ? item.with(new Presence.Missing(moment))
                : item);
    return new KnownScope(scope, baselined, interval, next);
  }

  /**
   * The missing certificates that are part of a mass loss and therefore must stay missing for a
   * day.
   */
  public List<KnownCertificate> missingInMassLoss() {
    if (!hasMissing()) {
      return List.of();
    }
    var absence = new Absence(items.values(), KnownScope::missingSince);
    return items.values().stream()
        .filter(item -> item.presence() instanceof Presence.Missing)
        .filter(item -> absence.isMassLoss(missingSince(item)))
        .toList();
  }

  private static Instant missingSince(KnownCertificate item) {
    return item.presence() instanceof Presence.Missing(var since) ? since : Absence.NOT_MISSING;
  }

  private KnownScope updated(
      List<Change> changes, List<Certificate> seen, boolean baselined, Instant now) {
    var next = new LinkedHashMap<>(items);
    var ids = HashSet.<String>newHashSet(seen.size());
    for (var certificate : seen) {
      if (ids.add(certificate.id())) {
        next.compute(certificate.id(), (_, item) -> seen(item, certificate, now));
      }
    }
    for (var change : changes) {
      next.computeIfPresent(change.certificate().id(), (_, item) -> withPresenceOf(item, change));
    }
    return new KnownScope(scope, baselined, interval, next);
  }

  private static KnownCertificate seen(
      @Nullable KnownCertificate item, Certificate read, Instant now) {
    if (item == null) {
      return new KnownCertificate(read, Presence.PRESENT, now, now);
    }
    var certificate = CertificateComparison.keepLastKnownExpiry(item.certificate(), read);
    return new KnownCertificate(certificate, Presence.PRESENT, item.firstSeenAt(), now);
  }

  private static KnownCertificate withPresenceOf(KnownCertificate item, Change change) {
    return switch (change) {
      case Change.Missed(_, var since) -> item.with(new Presence.Missing(since));
      case Change.Disappeared(_, var since) -> item.with(new Presence.Absent(since));
      case Change.Appeared _,
          Change.Renewed _,
          Change.ExpiryChanged _,
          Change.StatusChanged _,
          Change.MetadataChanged _,
          Change.Found _ ->
          item;
    };
  }
}
