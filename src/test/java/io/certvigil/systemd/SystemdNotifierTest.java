package io.certvigil.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages on the socket, as another program reads them. */
@Tag("python3")
class SystemdNotifierTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir private Path temp;
  private final AtomicLong nanos = new AtomicLong();
  private FakeSystemd systemd;

  @BeforeEach
  void listen() {
    systemd = new FakeSystemd(path());
  }

  @AfterEach
  void close() {
    systemd.close();
  }

  private String path() {
    return temp.resolve("notify").toString();
  }

  private SystemdNotifier notifier() {
    return of(Map.of("NOTIFY_SOCKET", path()));
  }

  private SystemdNotifier watched(String micros, long pid) {
    return of(
        Map.of(
            "NOTIFY_SOCKET", path(),
            "WATCHDOG_USEC", micros,
            "WATCHDOG_PID", String.valueOf(pid)));
  }

  private SystemdNotifier of(Map<String, String> environment) {
    return SystemdNotifier.of(environment, nanos::get);
  }

  @Test
  void stateChanges_areSent() throws InterruptedException {
    var notifier = notifier();

    notifier.ready();
    notifier.status(() -> "sweeping 120/500 lists");
    notifier.stopping();

    assertThat(systemd.next()).isEqualTo("READY=1");
    assertThat(systemd.next()).isEqualTo("STATUS=sweeping 120/500 lists");
    assertThat(systemd.next()).isEqualTo("STOPPING=1|STATUS=stopping");
  }

  @Test
  void abstractSocket_isReached() throws InterruptedException {
    var name = "@certvigil-test-" + PID;
    try (var other = new FakeSystemd(name)) {
      of(Map.of("NOTIFY_SOCKET", name)).ready();

      assertThat(other.next()).isEqualTo("READY=1");
    }
  }

  @Test
  void reload_isBetweenTwoMessages_alsoWhenItFails() throws InterruptedException {
    var notifier = notifier();
    long before = NativeCalls.monotonicMicros();

    assertThatThrownBy(
            () ->
                notifier.reloading(
                    () -> {
                      throw new IllegalStateException("on purpose");
                    }))
        .isInstanceOf(IllegalStateException.class);

    var reloading = systemd.next();
    assertThat(reloading).startsWith("RELOADING=1|MONOTONIC_USEC=");
    assertThat(Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1)))
        .isBetween(before, NativeCalls.monotonicMicros());
    assertThat(systemd.next()).isEqualTo("READY=1");
  }

  @Test
  void status_isSentOnceAndInOneLine() throws InterruptedException {
    var notifier = notifier();

    notifier.status(() -> "a\nREADY=1");
    notifier.status(() -> "a\nREADY=1");
    notifier.status(() -> "é".repeat(300));

    assertThat(systemd.next()).isEqualTo("STATUS=a READY=1");
    assertThat(systemd.next()).isEqualTo("STATUS=" + "é".repeat(197) + "...");
  }

  @Test
  void watchdogMessage_isSentWhenDue() throws InterruptedException {
    var notifier = watched("4000000", PID);

    notifier.pingWatchdog();
    notifier.pingWatchdog();
    notifier.status(() -> "between");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    notifier.pingWatchdog();

    assertThat(notifier.watchdog()).contains(Duration.ofSeconds(4));
    assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
    assertThat(systemd.next()).isEqualTo("STATUS=between");
    assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
  }

  @Test
  void watchdogOfAnotherProcess_getsNoMessage() throws InterruptedException {
    var notifier = watched("4000000", PID + 1);

    notifier.pingWatchdog();
    notifier.ready();

    assertThat(notifier.watchdog()).isEmpty();
    assertThat(systemd.next()).isEqualTo("READY=1");
  }

  @Test
  void nothingIsDone_withoutTheVariable() {
    var notifier = SystemdNotifier.of(Map.of("WATCHDOG_USEC", "4000000"), nanos::get);

    assertThat(notifier).isSameAs(SystemdNotifier.NONE);
    assertThat(notifier.watchdog()).isEmpty();
    notifier.ready();
    notifier.pingWatchdog();
    notifier.reloading(() -> {});
  }

  @Test
  void invalidSocket_isIgnored() {
    assertThat(of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"))).isSameAs(SystemdNotifier.NONE);
    assertThat(of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107)))).isSameAs(SystemdNotifier.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0", "-1", ""})
  void invalidWatchdog_isIgnored(String micros) throws InterruptedException {
    var notifier = watched(micros, PID);

    notifier.pingWatchdog();
    notifier.ready();

    assertThat(notifier.watchdog()).isEmpty();
    assertThat(systemd.next()).isEqualTo("READY=1");
  }

  @Test
  void missingReceiver_causesNoError() {
    var notifier = of(Map.of("NOTIFY_SOCKET", temp.resolve("missing").toString()));

    notifier.ready();
    notifier.status(() -> "still here");

    assertThat(temp.resolve("missing")).doesNotExist();
  }
}
