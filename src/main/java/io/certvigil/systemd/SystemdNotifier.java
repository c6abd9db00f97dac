package io.certvigil.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the state of the daemon to systemd, with datagrams to the socket in {@code
 * NOTIFY_SOCKET}. Without that variable it does nothing. Thread-safe; a failure to send is logged
 * once and never thrown.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html">sd_notify</a>
 */
public final class SystemdNotifier {
  /** Does nothing, for processes without a service manager. */
  public static final SystemdNotifier NONE = new SystemdNotifier(null, null, () -> 0);

  private static final Logger log = LoggerFactory.getLogger(SystemdNotifier.class);
  private static final String READY = "READY=1";

  // systemd recommends half of the interval; with a quarter, one late message does no harm.
  private static final int PINGS_PER_INTERVAL = 4;
  private static final int MAX_STATUS_LENGTH = 200;
  private static final int MAX_NAME_LENGTH = 108;

  private final byte @Nullable [] socket;
  private final @Nullable Duration watchdog;
  private final LongSupplier nanos;
  private String lastStatus = "";
  private boolean watchdogPinged;
  private long lastPing;
  private boolean failing;

  private SystemdNotifier(
      byte @Nullable [] socket, @Nullable Duration watchdog, LongSupplier nanos) {
    this.socket = socket;
    this.watchdog = watchdog;
    this.nanos = nanos;
  }

  /**
   * Creates a notifier from the environment variables {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}
   * and {@code WATCHDOG_PID}. An invalid value is logged as a warning and ignored.
   *
   * @param nanos monotonic time in nanoseconds, such as {@link System#nanoTime}
   */
  public static SystemdNotifier of(Map<String, String> environment, LongSupplier nanos) {
    var name = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (name.isEmpty()) {
      return NONE;
    }
    try {
      return new SystemdNotifier(socket(name), watchdog(environment), nanos);
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("systemd notifications disabled");
      return NONE;
    }
  }

  /** The name as the system has it: an abstract one begins with a zero, a path ends with one. */
  private static byte[] socket(String name) {
    if (!name.startsWith("/") && !name.startsWith("@")) {
      throw new IllegalArgumentException("NOTIFY_SOCKET: must begin with / or @, was " + name);
    }
    var bytes = (name.startsWith("@") ? "\0" + name.substring(1) : name + "\0").getBytes(UTF_8);
    if (bytes.length > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "NOTIFY_SOCKET: must be at most %d bytes, was %d"
              .formatted(MAX_NAME_LENGTH, bytes.length));
    }
    return bytes;
  }

  private static @Nullable Duration watchdog(Map<String, String> environment) {
    try {
      return WatchdogSettings.interval(environment, ProcessHandle.current().pid()).orElse(null);
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("systemd watchdog disabled");
      return null;
    }
  }

  /**
   * The watchdog interval, within which {@link #pingWatchdog} must be called; empty if systemd does
   * not watch this process.
   */
  public Optional<Duration> watchdog() {
    return Optional.ofNullable(watchdog);
  }

  /** Reports that the daemon has started; called once, when everything is initialised. */
  public synchronized void ready() {
    send(READY);
  }

  /**
   * Applies a changed configuration and reports the start and the end of the reload to systemd. The
   * daemon is reported as ready afterwards also if applying failed, because the old configuration
   * is still active.
   */
  public void reloading(Runnable apply) {
    if (socket != null) {
      send("RELOADING=1\nMONOTONIC_USEC=" + NativeCalls.monotonicMicros());
    }
    try {
      apply.run();
    } finally {
      send(READY);
    }
  }

  /** Reports that the daemon is stopping. */
  public synchronized void stopping() {
    lastStatus = "stopping";
    send("STOPPING=1\nSTATUS=" + lastStatus);
  }

  /**
   * Reports what the daemon is doing, in one line for people. An unchanged status is not sent
   * again.
   *
   * @param doing called only if there is a socket
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

  /**
   * Reports that the daemon is working. May be called at any rate: a message is sent only when it
   * is due.
   */
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

  /** Replaces control characters, because a line feed would start another message. */
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
      NativeCalls.send(socket, message.getBytes(UTF_8));
      failing = false;
    } catch (IllegalStateException e) {
      if (!failing) {
        log.atWarn()
            .addKeyValue("error", e.getMessage())
            .log("sending a systemd notification failed");
      }
      failing = true;
    }
  }
}
