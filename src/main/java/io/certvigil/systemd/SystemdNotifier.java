package io.certvigil.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the daemon is, by datagrams to the socket that {@code NOTIFY_SOCKET} names.
 * Without that variable it does nothing at all. May be used from any thread; a message that cannot
 * be sent is logged once and stops nobody.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html">sd_notify</a>
 */
public final class SystemdNotifier {
  /** For who has no service manager: does nothing. */
  public static final SystemdNotifier NONE = new SystemdNotifier(null, null, () -> 0);

  private static final Logger log = LoggerFactory.getLogger(SystemdNotifier.class);
  private static final String READY = "READY=1";

  // systemd asks for half of the interval at the latest; a beat may be late once.
  private static final int PINGS_PER_INTERVAL = 4;
  private static final int MAX_STATUS_LENGTH = 200;

  private final @Nullable NotifySocket socket;
  private final @Nullable Duration watchdog;
  private final LongSupplier nanos;
  private String lastStatus = "";
  private boolean watchdogPinged;
  private long lastPing;
  private boolean failing;

  private SystemdNotifier(
      @Nullable NotifySocket socket, @Nullable Duration watchdog, LongSupplier nanos) {
    this.socket = socket;
    this.watchdog = watchdog;
    this.nanos = nanos;
  }

  /**
   * As the environment says: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}, {@code WATCHDOG_PID}. A
   * value that is no use is logged as a warning and counts as none.
   *
   * @param nanos monotonic time, such as {@link System#nanoTime}
   */
  public static SystemdNotifier of(Map<String, String> environment, LongSupplier nanos) {
    var name = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (name.isEmpty()) {
      return NONE;
    }
    try {
      return new SystemdNotifier(NotifySocket.named(name), watchdog(environment), nanos);
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("systemd is not told anything");
      return NONE;
    }
  }

  private static @Nullable Duration watchdog(Map<String, String> environment) {
    try {
      return WatchdogSettings.interval(environment, ProcessHandle.current().pid()).orElse(null);
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("the watchdog is not fed");
      return null;
    }
  }

  /** How often {@link #pingWatchdog} must be said; empty where nobody watches. */
  public Optional<Duration> watchdog() {
    return Optional.ofNullable(watchdog);
  }

  /** The daemon does its work from now on; said once, when all that it needs is there. */
  public synchronized void ready() {
    send(READY);
  }

  /**
   * Applies a changed configuration while systemd knows that this is under way. It counts as ready
   * again afterwards, also where applying it failed: the old configuration still works.
   */
  public void reloading(Runnable apply) {
    if (socket != null) {
      send("RELOADING=1\nMONOTONIC_USEC=" + MonotonicClock.micros());
    }
    try {
      apply.run();
    } finally {
      send(READY);
    }
  }

  /** The daemon is going to end. */
  public synchronized void stopping() {
    lastStatus = "stopping";
    send("STOPPING=1\nSTATUS=" + lastStatus);
  }

  /**
   * What the daemon is doing, in one line for people. What was said already is not said again.
   *
   * @param doing asked only where somebody listens
   */
  public synchronized void status(Supplier<String> doing) {
    if (socket == null) {
      return;
    }
    var status = doing.get();
    if (!status.equals(lastStatus)) {
      lastStatus = status;
      send("STATUS=" + oneLine(status));
    }
  }

  /** The daemon's work goes on. May be said as often as one likes: it is sent when it is time. */
  public synchronized void pingWatchdog() {
    if (watchdog != null && (!watchdogPinged || isPingDue(watchdog))) {
      watchdogPinged = true;
      lastPing = nanos.getAsLong();
      send("WATCHDOG=1");
    }
  }

  private boolean isPingDue(Duration interval) {
    return nanos.getAsLong() - lastPing >= interval.dividedBy(PINGS_PER_INTERVAL).toNanos();
  }

  /** A line feed would begin another message. */
  private static String oneLine(String status) {
    var line = status.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_STATUS_LENGTH
        ? line
        : line.substring(0, MAX_STATUS_LENGTH - 3) + "...";
  }

  private synchronized void send(String message) {
    if (socket == null) {
      return;
    }
    try {
      socket.send(message);
      failing = false;
    } catch (NotifyException e) {
      if (!failing) {
        log.atWarn().addKeyValue("error", e.getMessage()).log("systemd cannot be told");
      }
      failing = true;
    }
  }
}
