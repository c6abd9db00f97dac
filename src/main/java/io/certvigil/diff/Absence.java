package io.certvigil.diff;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Decides when missing certificates count as absent. A list that loses more than half of ten or
 * more certificates at once is more likely broken than empty, so these must stay missing for a day.
 *
 * <p>The size of a loss is counted among the certificates that were known when it began, so that
 * certificates issued meanwhile do not make it look smaller.
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
   * @param missingSince when a certificate that is not absent went missing; {@link #NOT_MISSING}
   *     for one that is present
   */
  Absence(Collection<KnownCertificate> items, Function<KnownCertificate, Instant> missingSince) {
    this.items = items.stream().filter(item -> !item.absent() && !item.hidden()).toList();
    this.missingSince = missingSince;
  }

  /** Whether a certificate that has been missing since then counts as absent now. */
  boolean isProved(Instant since, Duration interval, Instant now) {
    return isMassLoss(since)
        ? hasElapsed(MIN_MASS_ABSENCE, since, now)
        : isLongEnough(since, interval, now);
  }

  /** Whether two complete readings that lack something, at these times, are far enough apart. */
  static boolean isLongEnough(Instant since, Duration interval, Instant now) {
    return hasElapsed(MIN_ABSENCE.compareTo(interval) < 0 ? MIN_ABSENCE : interval, since, now);
  }

  private static boolean hasElapsed(Duration time, Instant since, Instant now) {
    return Duration.between(since, now).compareTo(time) >= 0;
  }

  /** Whether the certificates that went missing then are part of a loss of more than half. */
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
