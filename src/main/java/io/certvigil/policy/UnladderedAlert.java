package io.certvigil.policy;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One alert without rungs in a decision: opens, repeats and closes it, each with one event.
 *
 * @param row its stored state; null if there is none
 * @param subject of a new episode
 */
record UnladderedAlert(
    DecisionBuilder decision, @Nullable Alert row, String key, Alert.Subject subject) {

  boolean firing() {
    return row != null && row.firing();
  }

  /** Opens it: its next episode if it existed before. */
  void open(@Nullable String reason, String summary) {
    open(reason, Severity.WARNING, summary);
  }

  void open(@Nullable String reason, Severity severity, String summary) {
    add(nextEpisode(reason, severity), summary);
  }

  /** Its next episode, which fires from now on. */
  Alert nextEpisode(@Nullable String reason, Severity severity) {
    int episode = row == null ? 1 : row.id().episode() + 1;
    int sequence = row == null ? 1 : row.progress().sequence() + 1;
    var id = new Alert.Id(key, Instant.EPOCH, episode);
    var progress = Alert.Progress.start(decision.now(), sequence);
    return new Alert(id, subject, Alert.State.FIRING, reason, severity, progress);
  }

  /** Another event of the firing alert, which removes an acknowledgement. */
  void repeat(String summary) {
    repeat(Objects.requireNonNull(row).reason(), summary);
  }

  void repeat(@Nullable String reason, String summary) {
    var alert = Objects.requireNonNull(row).with(reason);
    var progress = alert.progress().restarted(decision.now()).withNextSequence();
    add(alert.with(progress), summary);
  }

  /** Resolves the firing alert with an event of this type. */
  void close(EventType type, @Nullable String reason, String summary) {
    decision.resolve(Objects.requireNonNull(row), type, reason, summary, null);
  }

  /** Opens it if something is wrong and it does not fire; closes it if nothing is and it fires. */
  void toggle(
      boolean wrong,
      @Nullable String reason,
      Supplier<String> opens,
      EventType closing,
      String closes) {
    if (wrong && !firing()) {
      open(reason, opens.get());
    } else if (!wrong && firing()) {
      close(closing, reason, closes);
    }
  }

  private void add(Alert alert, String summary) {
    decision.put(alert);
    decision.addEvent(alert.subject().kind(), alert.severity(), summary, alert, null, null);
  }
}
