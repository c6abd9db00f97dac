package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.systemd.FakeSystemd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built daemon as a service of systemd. */
@Tag("python3")
@Timeout(180) // an expected message may never come while others do
class SystemdIT {
  @TempDir Path folder;

  private DaemonEnvironment site;
  private FakeSystemd manager;

  @BeforeEach
  void open() {
    site = new DaemonEnvironment(folder);
    var socket = folder.resolve("notify").toString();
    manager = new FakeSystemd(socket);
    site.daemon.setEnvironment("NOTIFY_SOCKET", socket);
    site.daemon.setEnvironment("WATCHDOG_USEC", "4000000");
  }

  @AfterEach
  void close() {
    site.close();
    manager.close();
  }

  @Test
  void service_isReadyWorksAndStops() throws Exception {
    site.daemon.launch();
    assertThat(manager.next()).isEqualTo("READY=1");

    var messages = new ArrayList<String>();
    while (messages.stream().noneMatch(line -> line.matches("STATUS=watching [1-9].*"))) {
      messages.add(manager.next());
    }
    assertThat(messages)
        .contains("WATCHDOG=1")
        .anyMatch(line -> line.startsWith("STATUS=sweeping"));
    assertThat(site.daemon.terminate()).isZero();
    assertThat(rest()).endsWith("STOPPING=1|STATUS=stopping");
  }

  @Test
  void reload_isReportedFromBeginToEnd() throws Exception {
    site.daemon.start();
    while (!manager.next().startsWith("STATUS=watching")) {}
    site.daemon.edit("every: 1h", "every: soon");

    site.daemon.sendHangup();

    var messages = new ArrayList<String>();
    do {
      messages.add(manager.next());
    } while (!messages.getLast().contains("changed config not applied"));
    assertThat(messages).anyMatch(line -> line.matches("RELOADING=1\\|MONOTONIC_USEC=[0-9]+"));
    assertThat(messages.subList(messages.indexOf("READY=1"), messages.size()))
        .noneMatch(line -> line.startsWith("RELOADING"));
  }

  private List<String> rest() throws InterruptedException {
    var messages = new ArrayList<String>();
    do {
      messages.add(manager.next());
    } while (!messages.getLast().startsWith("STOPPING"));
    return messages;
  }
}
