package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import io.certvigil.store.view.ReloadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reloads that a command requests through the store. */
class ReloadRequestTest {
  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private InProcessDaemon daemon;
  private StoreSettings settings;

  @BeforeEach
  void open() throws IOException {
    daemon = InProcessDaemon.ofZones(folder, clock, UniformEstate.of(1, 1, 0, 3, clock.instant()));
    settings = daemon.read().store();
    daemon.app().start();
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private ReloadResult reload() {
    try (var store = Store.openForCommand(settings)) {
      return result(store, store.requests().requestReload("olga", clock.instant()));
    }
  }

  private static ReloadResult result(Store store, long request) {
    return await()
        .until(() -> store.requests().reloadResult(request), Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void changes_areNamed_secretsAreNotPrinted() {
    daemon.edit("every: 1h", "every: 2h, zones: [\"*\", \"!x\"]");
    daemon.edit("certificates: all", "certificates: expiring");
    daemon.edit(DaemonProcess.HOOK_SECRET.reveal(), "whsec_" + "QUJD".repeat(11));

    var result = reload();

    assertThat(result.applied()).isTrue();
    assertThat(result.lines())
        .containsExactly(
            "channels.ops-hook.secret: another secret",
            "metrics.certificates: all -> expiring",
            "watch[0].every: 1h -> 2h",
            "watch[0].zones: [*] -> [*, !x]");
  }

  @Test
  void unchangedFile_isAppliedWithoutChanges() {
    assertThat(reload()).isEqualTo(ReloadResult.applied(List.of()));
  }

  @Test
  void invalidFile_isRefusedWithEveryProblem() throws Exception {
    daemon.edit("every: 1h", "every: soon");
    var token = SimulatedCloudflare.TOKEN.reveal();
    daemon.edit("certificates: all", "certificates: \"" + token + "\"");

    assertThat(reload().lines()).hasSize(2).anyMatch(line -> line.contains("watch[0].every"));
    assertThat(daemon.metrics().sum("certvigil_config_last_reload_successful")).isZero();
  }

  @Test
  void severalRequests_areAllAnswered() {
    try (var store = Store.openForCommand(settings)) {
      var ids =
          IntStream.range(0, 5)
              .mapToObj(_ -> store.requests().requestReload("olga", clock.instant()))
              .toList();

      assertThat(ids).allSatisfy(id -> assertThat(result(store, id).applied()).isTrue());
    }
  }
}
