package io.certvigil.web.server;

import io.certvigil.model.PrintableText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the failed logins of each client address, for the delay before its next password check and
 * for the log. A successful login does not clear them: otherwise a client that knows one password
 * could guess others without delay.
 */
final class LoginFailures {
  private static final Logger log = LoggerFactory.getLogger(LoginFailures.class);
  private static final long FIRST_DELAY = Duration.ofMillis(100).toNanos();
  private static final long MAX_DELAY = Duration.ofSeconds(5).toNanos();
  private static final int MAX_DOUBLINGS = 10;
  private static final long FORGET_AFTER = Duration.ofMinutes(10).toNanos();
  private static final long LOG_INTERVAL = Duration.ofMinutes(1).toNanos();
  private static final int MAX_LINES = 10;
  private static final int MAX_ADDRESSES = 10_000;
  private static final int MAX_NAME = 64;

  private final LongSupplier nanos;
  private final LongAdder total = new LongAdder();
  private final Map<String, History> histories = new LinkedHashMap<>(16, 0.75f, true);
  private long intervalStart;
  private int lines;

  /** The failures of one address. */
  private static final class History {
    private int failures;
    private long last;
    private int unlogged;
    private long lastLogged;
    private boolean everLogged;
  }

  /**
   * @param nanos the monotonic clock
   */
  LoginFailures(LongSupplier nanos) {
    this.nanos = nanos;
    this.intervalStart = nanos.getAsLong();
  }

  /** The failures of all addresses since the start. */
  long total() {
    return total.sum();
  }

  /** The recent failures of this address. */
  synchronized int recent(String address) {
    var history = histories.get(address);
    return history == null || isForgotten(history) ? 0 : history.failures;
  }

  /** How long this address has to wait before its next password check. */
  synchronized long delayNanos(String address) {
    int failures = recent(address);
    if (failures == 0) {
      return 0;
    }
    long delay = FIRST_DELAY << Math.min(failures - 1, MAX_DOUBLINGS);
    return Math.max(0, Math.min(MAX_DELAY, delay) - age(address));
  }

  private long age(String address) {
    var history = histories.get(address);
    return history == null ? MAX_DELAY : nanos.getAsLong() - history.last;
  }

  /** Adds a failure, and logs it unless too much was logged. */
  synchronized void add(String address, String user) {
    total.increment();
    var history = histories.computeIfAbsent(address, _ -> new History());
    if (isForgotten(history)) {
      history.failures = 0;
    }
    history.failures++;
    history.unlogged++;
    history.last = nanos.getAsLong();
    logLimited(address, user, history);
    if (histories.size() > MAX_ADDRESSES) {
      histories.remove(histories.keySet().iterator().next());
    }
  }

  private boolean isForgotten(History history) {
    return nanos.getAsLong() - history.last > FORGET_AFTER;
  }

  /** One line a minute for each address, and a limited number for all. */
  private void logLimited(String address, String user, History history) {
    long now = nanos.getAsLong();
    if (now - intervalStart >= LOG_INTERVAL) {
      intervalStart = now;
      lines = 0;
    }
    boolean logged = history.everLogged && now - history.lastLogged < LOG_INTERVAL;
    if (logged || lines >= MAX_LINES) {
      return;
    }
    lines++;
    log.atWarn()
        .addKeyValue("from", address)
        .addKeyValue("user", PrintableText.truncated(PrintableText.line(user), MAX_NAME))
        .addKeyValue("failures", history.unlogged)
        .log("wrong user name or password");
    history.unlogged = 0;
    history.lastLogged = now;
    history.everLogged = true;
  }
}
