package io.certvigil.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The life of an alert that knows no rungs: it opens, is told again, ends. */
final class UnladderedAlert {
  private UnladderedAlert() {}

  /**
   * Opens it: its next episode where it was there before.
   *
   * @param row as it is stored; null where it never was
   */
  static Alert open(
      @Nullable Alert row,
      String key,
      Alert.Subject subject,
      @Nullable String reason,
      Instant now) {
    int episode = row == null ? 1 : row.id().episode() + 1;
    int sequence = row == null ? 1 : row.progress().sequence() + 1;
    return new Alert(
        new Alert.Id(key, Instant.EPOCH, episode),
        subject,
        Alert.State.FIRING,
        reason,
        Severity.WARNING,
        new Alert.Progress(null, "", now, now, 0, sequence, null));
  }

  /** Told again, which ends what anybody has taken on. */
  static Alert repeat(Alert alert, Instant now) {
    var told = alert.progress();
    return alert.with(
        new Alert.Progress(
            null, told.ladder(), told.firstFiredAt(), now, 0, told.sequence() + 1, null));
  }

  static Alert close(Alert alert, @Nullable String reason) {
    return alert.withNextSequence().resolved(reason);
  }
}
