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
import org.jspecify.annotations.Nullable;

/**
 * What is known of a scope.
 *
 * @param baselined whether a complete reading of it was ever committed; before, nothing "appears"
 * @param interval the effective time between two readings
 * @param items by certificate id, in the order given; absent ones included
 */
public record Known(Scope scope, boolean baselined, Duration interval, Map<String, Item> items) {
  public Known {
    // Keeps the order, unlike Map.copyOf: the same input must give the same order of events.
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
  }

  /**
   * What is known once this reading is taken in.
   *
   * @param changes what {@link Diff#between} found between this and the reading
   */
  public Known after(List<Change> changes, Reading reading, Instant now) {
    return switch (reading) {
      case Reading.Failed _ -> this;
      case Reading.Partial partial -> after(changes, partial.seen(), baselined, now);
      case Reading.Complete complete -> after(changes, complete.certificates(), true, now);
    };
  }

  /** Missing ones that are part of a loss so large that they must stay away for a day. */
  public List<Item> lostAtOnce() {
    if (items.values().stream().noneMatch(item -> item.presence() instanceof Presence.Missing)) {
      return List.of();
    }
    var absence = new Absence(items.values(), Known::missingSince);
    return items.values().stream()
        .filter(item -> item.presence() instanceof Presence.Missing)
        .filter(item -> absence.ofMass(missingSince(item)))
        .toList();
  }

  private static Instant missingSince(Item item) {
    return item.presence() instanceof Presence.Missing(var since) ? since : Absence.NOT_MISSING;
  }

  private Known after(
      List<Change> changes, List<Certificate> seen, boolean baselined, Instant now) {
    var next = new LinkedHashMap<>(items);
    var ids = HashSet.<String>newHashSet(seen.size());
    for (var certificate : seen) {
      if (ids.add(certificate.id())) {
        next.compute(certificate.id(), (_, item) -> seen(item, certificate, now));
      }
    }
    for (var change : changes) {
      next.computeIfPresent(change.certificate().id(), (_, item) -> lost(item, change));
    }
    return new Known(scope, baselined, interval, next);
  }

  private static Item seen(@Nullable Item item, Certificate read, Instant now) {
    if (item == null) {
      return new Item(read, Presence.PRESENT, now, now);
    }
    var certificate = Comparison.merge(item.certificate(), read);
    return new Item(certificate, Presence.PRESENT, item.firstSeenAt(), now);
  }

  private static Item lost(Item item, Change change) {
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
