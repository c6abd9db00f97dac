package io.certvigil.web.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs failed requests, each kind at most once a minute with the number of those that were not
 * logged in between: whoever can send requests must not be able to fill the log.
 */
public final class RequestFaultLog {
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_KINDS = 100;
  private static final String OTHER = "other";

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  public RequestFaultLog(Logger log) {
    this(log, System::nanoTime);
  }

  RequestFaultLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /** When a kind was logged last, and how often it was not logged since. */
  private record Kind(long loggedAt, long unlogged, boolean due) {
    Kind next(long now) {
      return now - loggedAt >= PERIOD_NANOS
          ? new Kind(now, unlogged, true)
          : new Kind(loggedAt, due ? 1 : unlogged + 1, false);
    }
  }

  /** An exception; its kind is its class and where the program threw it. */
  public void failed(Level level, String message, Throwable cause) {
    report(level, message, kind(cause), cause);
  }

  /**
   * A request that was not answered although nothing is broken; without a stack trace.
   *
   * @param kind a constant of the program, never text of the request
   */
  void refused(String message, String kind) {
    report(Level.WARN, message, kind, null);
  }

  /**
   * A fault of a client; without a stack trace, which would say nothing about the client.
   *
   * @param kind a constant of the program, never text of the request
   */
  public void client(String message, String kind) {
    report(Level.DEBUG, message, kind, null);
  }

  private void report(Level level, String message, String kind, @Nullable Throwable cause) {
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    long now = nanoTime.getAsLong();
    var key = kinds.size() < MAX_KINDS || kinds.containsKey(kind) ? kind : OTHER;
    var state =
        kinds.compute(
            key, (_, before) -> before == null ? new Kind(now, 0, true) : before.next(now));
    if (state.due()) {
      var event = log.atLevel(level).addKeyValue("kind", key);
      if (state.unlogged() > 0) {
        event = event.addKeyValue("more_since_last", state.unlogged());
      }
      event.setCause(cause).log(message);
    }
  }

  private static String kind(Throwable cause) {
    for (var frame : cause.getStackTrace()) {
      if (frame.getClassName().startsWith("io.certvigil.")) {
        return cause.getClass().getSimpleName() + " in " + frame.getClassName();
      }
    }
    return cause.getClass().getSimpleName();
  }
}
