package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.notify.ByteReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running daemon with two channels, one of which is refused. */
class FailingChannelTest {
  private static final Duration WORST = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final ByteReceiver refusing =
      new ByteReceiver(
          (request, connection, out) ->
              ByteReceiver.write(out, 401, "", "{\"error\":\"invalid_token\"}"));
  private InProcessDaemon daemon;

  @BeforeEach
  void open() throws IOException {
    daemon = InProcessDaemon.ofZones(folder, clock, UniformEstate.of(1, 1, 0, 3, clock.instant()));
    daemon.edit(
        "channels:\n",
        """
        channels:
          other: { type: webhook, url: "%s", secret: "%s" }
        """
            .formatted(refusing.url(), DaemonProcess.HOOK_SECRET.reveal()));
    daemon.restart();
  }

  @AfterEach
  void close() {
    daemon.close();
    refusing.close();
  }

  @Test
  void theOtherChannel_isToldAtOnce_andWhenItWorksAgain() throws IOException {
    daemon.add(daemon.estate.zones().getFirst().zone().id(), "device", 5);
    daemon.app().start();
    daemon.sweepByDaemon();

    // The clock stands still: nothing that happens each minute has run.
    await()
        .atMost(WORST)
        .untilAsserted(
            () ->
                assertThat(daemon.deliveredLines())
                    .contains("certificate.expiring", "channel.failing unauthorized"));

    refusing.behave(ByteReceiver.status(200));
    clock.advance(Duration.ofMinutes(1));
    await()
        .atMost(WORST)
        .untilAsserted(
            () -> assertThat(daemon.deliveredLines()).contains("channel.recovered unauthorized"));
  }
}
