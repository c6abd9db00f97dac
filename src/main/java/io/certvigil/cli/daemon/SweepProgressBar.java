package io.certvigil.cli.daemon;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.policy.Health;
import io.certvigil.store.CommittedScope;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.sweep.SweepStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws a progress bar if standard error is a terminal; otherwise does nothing. */
final class SweepProgressBar implements SweepProgressListener, AutoCloseable {
  private static final int FAST = 200;
  private static final int WIDTH = 80;

  private static final Duration SHOWN_EVERY = Duration.ofSeconds(2);

  private final @Nullable ProgressBar bar;
  private Instant nextShown = Instant.MIN;

  SweepProgressBar(CommandContext context) {
    bar = context.errIsTerminal() ? bar(context.err(), context.width()) : null;
  }

  private static ProgressBar bar(PrintStream err, int width) {
    return new ProgressBarBuilder()
        .setTaskName("Sweep")
        .setUnit(" lists", 1)
        .setInitialMax(0)
        .setUpdateIntervalMillis(FAST)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(err, width > 0 ? width : WIDTH))
        .clearDisplayOnFinish()
        .build();
  }

  @Override
  public void planned(int scopes) {
    if (bar != null) {
      bar.maxHint(Math.max(0, bar.getMax()) + scopes);
    }
  }

  @Override
  public void read(CommittedScope committed) {
    if (bar != null) {
      bar.step();
    }
  }

  /**
   * Shows how many lists a daemon has tried since it was asked; asks it at most every two seconds.
   *
   * @param health the lists and what was tried, asked for only if it is shown
   */
  void show(Supplier<List<Health>> health, Instant asked, Instant now) {
    if (bar == null || now.isBefore(nextShown)) {
      return;
    }
    nextShown = now.plus(SHOWN_EVERY);
    var status = status(health.get(), asked);
    bar.maxHint(status.lists());
    bar.stepTo(status.read());
  }

  /** How many lists were tried since then. */
  static SweepStatus status(List<Health> health, Instant asked) {
    var lists = health.stream().filter(one -> one.source() != null).toList();
    return new SweepStatus(
        (int) lists.stream().filter(one -> isTried(one, asked)).count(), lists.size());
  }

  private static boolean isTried(Health list, Instant asked) {
    var at = list.attemptedAt();
    return at != null && !at.isBefore(asked);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
