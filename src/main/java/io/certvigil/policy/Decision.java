package io.certvigil.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of deciding a scope, to be stored.
 *
 * @param alerts the new and changed alerts, complete
 * @param events in the order in which they are sent
 * @param nextAt when this scope must be decided again even without a reading: its next rung or
 *     reminder; null if the passing of time changes nothing
 */
public record Decision(List<Alert> alerts, List<Event> events, @Nullable Instant nextAt) {
  /** Nothing changes, and nothing is due. */
  public static final Decision NONE = new Decision(List.of(), List.of(), null);

  public Decision {
    alerts = List.copyOf(alerts);
    events = List.copyOf(events);
  }

  /** Both decisions; of the next moments the earlier one. */
  public Decision plus(Decision other) {
    return new Decision(
        Stream.concat(alerts.stream(), other.alerts.stream()).toList(),
        Stream.concat(events.stream(), other.events.stream()).toList(),
        Stream.of(Optional.ofNullable(nextAt), Optional.ofNullable(other.nextAt))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }
}
