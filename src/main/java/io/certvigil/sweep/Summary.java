package io.certvigil.sweep;

import io.certvigil.diff.Change;
import io.certvigil.model.Reading;
import io.certvigil.store.CommittedScope;
import java.time.Duration;

/**
 * What a sweep did.
 *
 * @param certificates how many the complete and partial readings brought
 * @param changes what differed from the sweep before; what was there at first sight is none
 * @param events how many were told
 */
public record Summary(
    int complete,
    int partial,
    int failed,
    long certificates,
    int changes,
    int events,
    Duration took) {
  static final Summary NOTHING = new Summary(0, 0, 0, 0, 0, 0, Duration.ZERO);
  static final Summary FAILED = new Summary(0, 0, 1, 0, 0, 0, Duration.ZERO);

  /** How many scopes were read. */
  public int scopes() {
    return complete + partial + failed;
  }

  /** Both together; the longer of the two times. */
  public Summary plus(Summary other) {
    return new Summary(
        complete + other.complete,
        partial + other.partial,
        failed + other.failed,
        certificates + other.certificates,
        changes + other.changes,
        events + other.events,
        took.compareTo(other.took) > 0 ? took : other.took);
  }

  /** Without those that failed and were read again. */
  Summary minusFailed(int again) {
    return new Summary(complete, partial, failed - again, certificates, changes, events, took);
  }

  static Summary of(Reading reading, CommittedScope committed) {
    int changes = (int) committed.changes().stream().filter(Summary::counts).count();
    int events = committed.events().size();
    return switch (reading) {
      case Reading.Complete complete ->
          new Summary(1, 0, 0, complete.certificates().size(), changes, events, Duration.ZERO);
      case Reading.Partial partial ->
          new Summary(0, 1, 0, partial.seen().size(), changes, events, Duration.ZERO);
      case Reading.Failed _ -> new Summary(0, 0, 1, 0, changes, events, Duration.ZERO);
    };
  }

  private static boolean counts(Change change) {
    return switch (change) {
      case Change.Appeared appeared -> !appeared.baseline();
      case Change.Missed _, Change.Found _ -> false;
      case Change.Renewed _,
          Change.ExpiryChanged _,
          Change.StatusChanged _,
          Change.MetadataChanged _,
          Change.Disappeared _ ->
          true;
    };
  }

  Summary took(Duration took) {
    return new Summary(complete, partial, failed, certificates, changes, events, took);
  }

  /** One line for people and logs. */
  @Override
  public String toString() {
    return "%,d lists read (%,d complete, %,d partial, %,d failed), %,d certificates, %,d changes, %,d events, %s"
        .formatted(
            scopes(), complete, partial, failed, certificates, changes, events, seconds(took));
  }

  private static String seconds(Duration took) {
    return "%.1f s".formatted(took.toMillis() / 1000.0);
  }
}
