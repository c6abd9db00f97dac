package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.SimulatedEstate;
import io.certvigil.systemd.Manager;
import io.certvigil.systemd.Notifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the whole daemon tells systemd, in a time that the test sets. */
@Tag("python3")
@Timeout(120)
class HeraldTest {
  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private Manager manager;
  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    var socket = folder.resolve("notify").toString();
    manager = new Manager(socket);
    var environment = Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "40000000");
    var estate = SimulatedEstate.of(1, 2, 3, 5, clock.instant());
    rig = new Rig(folder, clock, estate, Notifier.of(environment, clock::nanos));
  }

  @AfterEach
  void close() {
    rig.close();
    manager.close();
  }

  private String next(String start) throws InterruptedException {
    var message = manager.next();
    while (!message.startsWith(start)) {
      message = manager.next();
    }
    return message;
  }

  @Test
  void daemon_isReadyWhateverCloudflareDoes_thenTellsWhatItDoes() throws Exception {
    rig.cloudflare.close();

    rig.app().start();

    assertThat(manager.next()).isEqualTo("READY=1");
    next("WATCHDOG=1");
    assertThat(next("STATUS=")).containsAnyOf("sweeping", "watching 0 certificates");
    clock.advance(Duration.ofSeconds(10));
    next("WATCHDOG=1");
    rig.app().close();
    next("STOPPING=1");
  }

  @Test
  void watchdog_isNotFed_whileTheScheduleStandsStill() throws Exception {
    rig.app().start();
    next("WATCHDOG=1");

    clock.advance(Clockwork.LIMIT);

    var message = manager.next();
    while (!message.equals("STATUS=the schedule stands still")) {
      assertThat(message).isNotEqualTo("WATCHDOG=1");
      message = manager.next();
    }
    rig.app().close();
    assertThat(manager.next()).startsWith("STOPPING=1");
  }
}
