package io.certvigil.app;

import io.certvigil.metrics.MetricsPage;
import io.certvigil.model.PrintableText;
import io.certvigil.policy.Severity;
import io.certvigil.policy.impairment.Impairment;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.certvigil.sweep.SweepStatus;
import io.certvigil.sweep.Sweeper;
import io.certvigil.systemd.SystemdNotifier;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reports the daemon's state to systemd. Only a completed pass of the work loop notifies the
 * watchdog. It is not notified if a call to the store hangs, if the scheduler has stalled, or if
 * the store fails for a reason that a restart may fix.
 */
final class SystemdReporter {
  private final SystemdNotifier systemd;
  private final SchedulerSupervisor supervisor;
  private final Store store;
  private final Sweeper sweeper;
  private final MetricsPage metrics;
  private final ImpairmentMonitor impairments;
  private final Supplier<Optional<String>> reloadProblem;

  /**
   * @param reloadProblem why the last change of the config was not applied; empty if it was applied
   */
  SystemdReporter(
      SystemdNotifier systemd,
      SchedulerSupervisor supervisor,
      Store store,
      Sweeper sweeper,
      MetricsPage metrics,
      ImpairmentMonitor impairments,
      Supplier<Optional<String>> reloadProblem) {
    this.systemd = systemd;
    this.supervisor = supervisor;
    this.store = store;
    this.sweeper = sweeper;
    this.metrics = metrics;
    this.impairments = impairments;
    this.reloadProblem = reloadProblem;
  }

  /** A pass of the work loop has completed. */
  void passCompleted() {
    if (supervisor.stalledFor().isEmpty()) {
      systemd.pingWatchdog();
      systemd.status(this::activity);
    } else {
      systemd.status(() -> "scheduler stalled");
    }
  }

  /** With a full disk the daemon keeps running until space is freed: a new one would not start. */
  void storeFailed(StoreException e) {
    if (store.spaceShortage().isPresent()) {
      systemd.pingWatchdog();
    }
    systemd.status(() -> "store failed: " + PrintableText.line(String.valueOf(e.getMessage())));
  }

  private String activity() {
    var work = sweeper.status().map(SystemdReporter::sweeping).orElseGet(this::watching);
    var impaired = Impairment.brief(impairments.current());
    var status = impaired.isEmpty() ? work : impaired + "; " + work;
    return reloadProblem
        .get()
        .map(PrintableText::line)
        .map(why -> status + "; changed config not applied: " + why)
        .orElse(status);
  }

  private static String sweeping(SweepStatus sweep) {
    return sweep.lists() == 0
        ? "sweeping"
        : "sweeping, %d of %d lists read".formatted(sweep.read(), sweep.lists());
  }

  private String watching() {
    long firing = 0;
    for (var severity : Severity.values()) {
      firing += metrics.firing(severity);
    }
    var counts =
        String.format(
            Locale.ROOT,
            "watching %d certificates, %d alerts firing",
            metrics.certificates(),
            firing);
    return sweeper.noZone().map(what -> counts + "; " + what).orElse(counts);
  }
}
