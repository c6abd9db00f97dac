package io.certvigil.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** State transitions of an alert without rungs: open, repeat, close. */
final class UnladderedAlert {
  private UnladderedAlert() {}

  /**
   * Opens the alert: its next episode if it existed before.
   *
   * @param row the stored state; null if there is none
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

  /** Another event of the same alert, which removes an acknowledgement. */
  static Alert repeat(Alert alert, Instant now) {
    var progress = alert.progress();
    return alert.with(
        new Alert.Progress(
            null,
            progress.ladder(),
            progress.firstFiredAt(),
            now,
            0,
            progress.sequence() + 1,
            null));
  }

  static Alert close(Alert alert, @Nullable String reason) {
    return alert.withNextSequence().resolved(reason);
  }
}
