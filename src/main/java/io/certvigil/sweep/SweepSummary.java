package io.certvigil.sweep;

import io.certvigil.diff.Change;
import io.certvigil.model.Reading;
import io.certvigil.store.CommittedScope;
import java.time.Duration;

/**
 * The result of a sweep.
 *
 * @param certificates the number of certificates in complete and partial readings
 * @param changes the number of changes since the previous sweep; the baseline of a new scope does
 *     not count
 * @param events the number of new events
 */
public record SweepSummary(
    int complete,
    int partial,
    int failed,
    long certificates,
    int changes,
    int events,
    Duration took) {
  static final SweepSummary NOTHING = new SweepSummary(0, 0, 0, 0, 0, 0, Duration.ZERO);
  static final SweepSummary FAILED = new SweepSummary(0, 0, 1, 0, 0, 0, Duration.ZERO);

  /** The number of scopes that were read. */
  public int scopes() {
    return complete + partial + failed;
  }

  /** The sum of both; of the two durations the longer one. */
  public SweepSummary plus(SweepSummary other) {
    return new SweepSummary(
        complete + other.complete,
        partial + other.partial,
        failed + other.failed,
        certificates + other.certificates,
        changes + other.changes,
        events + other.events,
        took.compareTo(other.took) > 0 ? took : other.took);
  }

  /** Without the failed readings that were repeated. */
  SweepSummary minusFailed(int again) {
    return new SweepSummary(complete, partial, failed - again, certificates, changes, events, took);
  }

  static SweepSummary of(Reading reading, CommittedScope committed) {
    int changes = (int) committed.changes().stream().filter(SweepSummary::counts).count();
    int events = committed.events().size();
    return switch (reading) {
      case Reading.Complete complete ->
          new SweepSummary(1, 0, 0, complete.certificates().size(), changes, events, Duration.ZERO);
      case Reading.Partial partial ->
          new SweepSummary(0, 1, 0, partial.seen().size(), changes, events, Duration.ZERO);
      case Reading.Failed _ -> new SweepSummary(0, 0, 1, 0, changes, events, Duration.ZERO);
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

  SweepSummary took(Duration took) {
    return new SweepSummary(complete, partial, failed, certificates, changes, events, took);
  }

  /** One line for people and for the log. */
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
