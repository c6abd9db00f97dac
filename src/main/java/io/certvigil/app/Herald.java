package io.certvigil.app;

import io.certvigil.metrics.MetricsPage;
import io.certvigil.model.PrintableText;
import io.certvigil.policy.Severity;
import io.certvigil.store.Store;
import io.certvigil.store.StoreException;
import io.certvigil.sweep.Sweeper;
import io.certvigil.sweep.UnderWay;
import io.certvigil.systemd.Notifier;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells systemd how the daemon's work goes. The watchdog is fed by a beat that came to its end, and
 * by nothing else: not where a call of the store does not return, nor where the schedule stands
 * still, nor where the store refuses its work for a reason that a restart may cure.
 */
final class Herald {
  private final Notifier systemd;
  private final Clockwork clockwork;
  private final Store store;
  private final Sweeper sweeper;
  private final MetricsPage metrics;
  private final Supplier<Optional<String>> refused;

  /**
   * @param refused why the last change of the config was not applied; empty where it was
   */
  Herald(
      Notifier systemd,
      Clockwork clockwork,
      Store store,
      Sweeper sweeper,
      MetricsPage metrics,
      Supplier<Optional<String>> refused) {
    this.systemd = systemd;
    this.clockwork = clockwork;
    this.store = store;
    this.sweeper = sweeper;
    this.metrics = metrics;
    this.refused = refused;
  }

  /** A beat came to its end. */
  void beat() {
    if (clockwork.stopped().isEmpty()) {
      systemd.alive();
      systemd.status(this::doing);
    } else {
      systemd.status(() -> "the schedule stands still");
    }
  }

  /** On a full disk the daemon holds out until somebody makes room: a new one would not start. */
  void storeFailed(StoreException e) {
    if (store.low().isPresent()) {
      systemd.alive();
    }
    systemd.status(
        () -> "the store does not work: " + PrintableText.line(String.valueOf(e.getMessage())));
  }

  private String doing() {
    var work = sweeper.underWay().map(Herald::sweeping).orElseGet(this::watching);
    return refused
        .get()
        .map(PrintableText::line)
        .map(why -> work + "; changed config not applied: " + why)
        .orElse(work);
  }

  private static String sweeping(UnderWay sweep) {
    return sweep.zones() == 0
        ? "sweeping"
        : "sweeping %d/%d zones".formatted(sweep.read(), sweep.zones());
  }

  private String watching() {
    long firing = 0;
    for (var severity : Severity.values()) {
      firing += metrics.firing(severity);
    }
    return String.format(
        Locale.ROOT, "watching %d certificates, %d alerts fire", metrics.certificates(), firing);
  }
}
