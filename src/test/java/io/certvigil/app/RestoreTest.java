package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.Store;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a daemon does with a restored backup. */
class RestoreTest extends DaemonTestBase {
  private Path backup() {
    var file = folder.resolve("backup.db");
    try (var store = Store.openForCommand(daemon.read().store())) {
      store.backups().write(file, false, clock.instant());
    }
    return file;
  }

  private void restore(Path backup) {
    daemon.app().close();
    Store.restore(daemon.read().store(), backup, clock.instant());
    daemon.restart();
  }

  @Test
  void whatBecameDueSinceTheBackup_isSentOnce() throws Exception {
    daemon.add(zone, "device", 20);
    daemon.sweep();
    assertThat(daemon.deliveredLines()).containsExactly("certificate.expiring");
    var backup = backup();
    clock.advance(Duration.ofDays(14)); // past the steps of 14 and 7 days, none of them sent

    restore(backup);
    daemon.sweep();
    daemon.sweepAfter(Duration.ofMinutes(5));
    daemon.sweepAfter(Duration.ofMinutes(5));

    assertThat(daemon.deliveredLines())
        .containsExactly("certificate.expiring", "certificate.escalated");
  }

  @Test
  void eventSentSinceTheBackup_isSentAgainUnderTheSameId() throws Exception {
    daemon.sweep();
    var backup = backup();
    daemon.add(zone, "device", 5);
    daemon.sweepAfter(Duration.ofHours(1));

    restore(backup);
    daemon.sweep();

    assertThat(daemon.deliveredLines())
        .containsExactly("certificate.expiring", "certificate.expiring");
  }

  @Test
  void pageAndMetrics_showRestoreAndAgeOfTheBackup() throws Exception {
    daemon.sweep();
    long made = clock.instant().getEpochSecond();
    restore(backup());
    daemon.app().start();

    assertThat(page()).contains("the store was restored on", "May arrive a second time");
    assertThat(daemon.metrics().sum("certvigil_backup_last_success_timestamp_seconds"))
        .isEqualTo((double) made);
  }

  @Test
  void noticeOfTheRestore_isShownForAWeek() throws Exception {
    daemon.sweep();
    restore(backup());
    daemon.app().start();
    clock.advance(Duration.ofDays(8));
    daemon.restart();
    daemon.app().start();

    assertThat(page()).doesNotContain("the store was restored on");
  }

  private String page() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(daemon.app().webUri()).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
