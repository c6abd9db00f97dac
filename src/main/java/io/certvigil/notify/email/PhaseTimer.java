package io.certvigil.notify.email;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Cancels an attempt when its present phase, its whole message or the attempt itself takes too
 * long. Socket timeouts limit only single reads, and no write.
 */
final class PhaseTimer {
  private static final int BLOCK = 8 * 1024;

  private final Alarm alarm;
  private final Runnable cancel;
  private final SmtpLimits limits;
  private Runnable stopAttempt = () -> {};
  private Runnable stopContent = () -> {};
  private Runnable stopPhase = () -> {};
  private volatile boolean passed;

  /** Runs an action after a time. */
  interface Alarm {
    /**
     * Returns what stops it; after that, the action does not begin any more.
     *
     * @throws RejectedExecutionException if no attempt may be made any more
     */
    Runnable start(Duration after, Runnable action);
  }

  /**
   * @param cancel aborts the attempt; may be called on any thread, and more than once
   */
  PhaseTimer(SmtpLimits limits, Alarm alarm, Runnable cancel) {
    this.limits = limits;
    this.alarm = alarm;
    this.cancel = cancel;
  }

  /** Starts the attempt, with the connection as its first phase. */
  synchronized void start() {
    stopAttempt = set(limits.whole());
    stopPhase = set(limits.command());
  }

  /** From here on the reply in this stage is waited for. */
  void awaitReply(SmtpTransport.Stage stage) {
    phase(limits.reply(stage));
  }

  /** A stream for the message, each block of which has its limit. */
  OutputStream content(OutputStream to) {
    synchronized (this) {
      stopContent = set(limits.content());
    }
    return new Blocks(to);
  }

  /** The whole message is written. */
  synchronized void endContent() {
    stopContent.run();
  }

  private synchronized void phase(Duration limit) {
    stopPhase.run();
    stopPhase = set(limit);
  }

  private Runnable set(Duration limit) {
    try {
      return alarm.start(limit, this::expire);
    } catch (RejectedExecutionException e) {
      cancel.run(); // the client is closed, which is no sign of a slow server
      return () -> {};
    }
  }

  private void expire() {
    passed = true; // before cancelling: the failing attempt reads this flag
    cancel.run();
  }

  /** True if a limit has cancelled the attempt. */
  boolean passed() {
    return passed;
  }

  /** Ends the attempt. */
  synchronized void stop() {
    stopPhase.run();
    stopContent.run();
    stopAttempt.run();
  }

  private final class Blocks extends FilterOutputStream {
    Blocks(OutputStream to) {
      super(to);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int at = from; at < from + length; at += BLOCK) {
        phase(limits.block());
        out.write(bytes, at, Math.min(BLOCK, from + length - at));
      }
    }
  }
}
