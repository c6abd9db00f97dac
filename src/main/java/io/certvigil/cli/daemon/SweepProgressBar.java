package io.certvigil.cli.daemon;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.store.CommittedScope;
import io.certvigil.sweep.SweepProgressListener;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws a progress bar if standard error is a terminal; otherwise does nothing. */
final class SweepProgressBar implements SweepProgressListener, AutoCloseable {
  private static final int FAST = 200;
  private static final int WIDTH = 80;

  private final @Nullable ProgressBar bar;

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

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
