package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Source;
import io.certvigil.store.Backups;
import io.certvigil.store.Store;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A machine that was copied with its database, or a database that was moved to another machine. */
class CopiedMachineTest extends DaemonTestBase {
  private static final String HERE = "11111111111111111111111111111111";
  private static final String THERE = "22222222222222222222222222222222";

  @Test
  void sameMachine_isNotWorthANotice() {
    startOn(HERE);
    startOn(HERE);

    assertThat(notices()).isEmpty();
  }

  @Test
  void otherMachine_isSaid_andNotAgainAfterItsNotice() {
    startOn(HERE);
    startOn(THERE);
    assertThat(notices()).singleElement().asString().contains("another machine", "sent twice");

    clock.advance(Duration.ofDays(8));
    startOn(THERE);
    assertThat(notices()).isEmpty();

    startOn(HERE);
    assertThat(notices()).hasSize(1);
  }

  @Test
  void machineWithoutAnId_isNotCompared_andKeepsWhatIsNoted() {
    startOn(HERE);
    startOn(null);
    startOn(HERE);
    assertThat(notices()).isEmpty();

    startOn(null);
    startOn(THERE);
    assertThat(notices()).hasSize(1);
  }

  @Test
  void backupThatIsRestoredOnAnotherMachine_isSaid() {
    startOn(HERE);
    var settings = daemon.read().store();
    var backup = folder.resolve("backup.db");
    try (var store = Store.openForCommand(settings)) {
      store.backups().write(backup, false, clock.instant());
    }

    startOn(THERE, () -> Backups.restore(settings.file(), backup, clock.instant()));

    assertThat(notices()).hasSize(2).anyMatch(text -> text.contains("another machine"));
  }

  @Test
  void everyWebhookBody_namesDatabaseAndMachine() {
    startOn(HERE);
    var first = stampOfNewEvent("a");
    startOn(THERE);
    var second = stampOfNewEvent("b");
    startOn(null);
    var third = stampOfNewEvent("c");

    assertThat(first.get("id").getAsString()).matches("[0-9a-z]{26}");
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(third.get("id")).isEqualTo(first.get("id"));
    assertThat(first.get("host").getAsString()).isEqualTo(HERE);
    assertThat(second.get("host").getAsString()).isEqualTo(THERE);
    assertThat(third.get("host").isJsonNull()).isTrue();
  }

  private JsonObject stampOfNewEvent(String name) {
    var found = InProcessDaemon.certificate(Source.ORIGIN_CA, zone, name, 5, clock.instant());
    int before = daemon.receiver.received().size();
    estate.add(found);
    daemon.sweepAfter(Duration.ofHours(1));
    await().until(() -> daemon.receiver.received().size() > before); // sent by its own thread
    return JsonParser.parseString(daemon.receiver.received().getLast().text())
        .getAsJsonObject()
        .getAsJsonObject("data")
        .getAsJsonObject("store");
  }

  private void startOn(@Nullable String host) {
    startOn(host, () -> {});
  }

  private void startOn(@Nullable String host, Runnable beforeStart) {
    daemon.host = host;
    daemon.restart(beforeStart);
    daemon.app().start();
  }

  private List<String> notices() {
    try (var store = Store.openForCommand(daemon.read().store())) {
      return store.notices().list();
    }
  }
}
