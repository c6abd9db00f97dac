package io.certvigil.diff;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * When missing certificates count as absent. A list that loses more than half of ten or more at
 * once is more likely broken than empty, so these must stay away for a day.
 *
 * <p>How many were lost at once is counted among the certificates that were known when the loss
 * began: what is issued meanwhile must not make the loss look small.
 */
final class Absence {
  static final Instant NOT_MISSING = Instant.MAX;

  private static final Duration MIN_ABSENCE = Duration.ofMinutes(10);
  private static final Duration MIN_MASS_ABSENCE = Duration.ofHours(24);
  private static final int MASS_LOSS_MIN_SIZE = 10;

  private final List<KnownCertificate> items;
  private final Function<KnownCertificate, Instant> missingSince;
  private final Map<Instant, Boolean> massLosses = new HashMap<>();

  /**
   * @param missingSince when an item that is not absent went missing; {@link #NOT_MISSING} for one
   *     that is there
   */
  Absence(Collection<KnownCertificate> items, Function<KnownCertificate, Instant> missingSince) {
    this.items = items.stream().filter(item -> !item.absent()).toList();
    this.missingSince = missingSince;
  }

  /** Whether something that is missing now and since then counts as absent. */
  boolean isProved(Instant since, Duration interval, Instant now) {
    var apart = MIN_ABSENCE.compareTo(interval) < 0 ? MIN_ABSENCE : interval;
    var enough = isMassLoss(since) ? MIN_MASS_ABSENCE : apart;
    return Duration.between(since, now).compareTo(enough) >= 0;
  }

  /** Whether what went missing then is part of a loss of more than half. */
  boolean isMassLoss(Instant since) {
    return massLosses.computeIfAbsent(since, this::countsAsMassLoss);
  }

  private boolean countsAsMassLoss(Instant since) {
    int known = 0;
    int missing = 0;
    for (var item : items) {
      if (item.firstSeenAt().isBefore(since)) {
        known++;
        missing += missingSince.apply(item).equals(NOT_MISSING) ? 0 : 1;
      }
    }
    return known >= MASS_LOSS_MIN_SIZE && missing * 2 > known;
  }
}
