package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.demo.Behaviour;
import io.certvigil.demo.Breakage;
import io.certvigil.demo.Estate;
import io.certvigil.demo.Held;
import io.certvigil.demo.Route;
import io.certvigil.demo.SimulatedCloudflare;
import io.certvigil.demo.Where;
import io.certvigil.model.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon does over hours and days, told by its receiver, its store and its pages. */
class AppTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTES = Duration.ofMinutes(6);

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final Estate estate = Estate.of(1, 2, 0, 3, clock.instant());
  private final String zone = estate.zones().getFirst().zone().id();
  private final String otherZone = estate.zones().getLast().zone().id();
  private Rig rig;

  @BeforeEach
  void open() throws IOException {
    for (var source : Source.values()) {
      for (var account : estate.accounts()) {
        estate.list(source, account.id()).forEach(held -> estate.remove(held.id()));
      }
    }
    rig = new Rig(folder, clock, estate);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Held add(String zoneId, String name, int days) {
    var held = Rig.held(Source.CLIENT_CERTIFICATES, zoneId, name, days, clock.instant());
    estate.add(held);
    return held;
  }

  /** Type and name, or reason, of what was told, in order of arrival. */
  private List<String> told() {
    return rig.told().stream().map(AppTest::line).toList();
  }

  private static String line(JsonObject event) {
    var reason = event.getAsJsonObject("alert").get("reason");
    return event.get("type").getAsString()
        + (reason == null || reason.isJsonNull() ? "" : " " + reason.getAsString());
  }

  private void sweepAfter(Duration time) {
    clock.advance(time);
    rig.app().minute();
    rig.sweep();
  }

  @Test
  void idleSweeps_addNoRow() throws Exception {
    add(zone, "soon", 5);
    add(zone, "late", 300);
    add(otherZone, "later", 301);
    rig.sweep();
    var before = rig.rows();

    for (int sweep = 0; sweep < 10; sweep++) {
      sweepAfter(HOUR.dividedBy(10));
    }

    assertThat(rig.rows()).isEqualTo(before);
    assertThat(told()).containsExactly("certificate.expiring");
  }

  @Test
  void renewed_isToldOnceAfterExpiring() {
    var held = add(zone, "device", 5);
    rig.sweep();

    var now = clock.instant();
    estate.renew(held.id(), now, now.plus(Duration.ofDays(365)));
    sweepAfter(HOUR);
    sweepAfter(HOUR);

    assertThat(told()).containsExactly("certificate.expiring", "certificate.resolved renewed");
    assertThat(rig.firing()).isEmpty();
  }

  @Test
  void removed_isToldAfterTwoReadingsFarEnoughApart() {
    var held = add(zone, "device", 5);
    add(zone, "other", 300);
    rig.sweep();
    estate.remove(held.id());

    sweepAfter(HOUR);
    sweepAfter(Duration.ofMinutes(9));
    assertThat(told()).containsExactly("certificate.expiring");
    assertThat(rig.certificates()).hasSize(2);
    sweepAfter(Duration.ofMinutes(2));
    sweepAfter(HOUR);

    assertThat(told()).containsExactly("certificate.expiring", "certificate.resolved removed");
    assertThat(rig.certificates()).hasSize(1);
  }

  @Test
  void removedOne_staysWhileNoReadingIsComplete() {
    var held = add(zone, "device", 5);
    add(zone, "other", 300);
    rig.sweep();
    estate.remove(held.id());
    rig.cloudflare
        .faults()
        .inject(Breakage.ONE_SHORT, Where.on(Route.CLIENT_CERTIFICATES).of(zone));

    sweepAfter(HOUR);
    sweepAfter(HOUR);

    assertThat(told()).doesNotContain("certificate.resolved removed");
    assertThat(rig.certificates()).hasSize(2);
  }

  @Test
  void deniedZone_isToldOnceAndRecoversOnce() {
    add(zone, "device", 300);
    add(otherZone, "other", 300);
    rig.sweep();
    estate.deny(zone);

    sweepAfter(MINUTES);
    rig.app().minute();
    rig.sweep();
    assertThat(told()).isEmpty();
    for (int sweep = 0; sweep < 4; sweep++) {
      sweepAfter(MINUTES);
      rig.app().minute();
    }
    estate.allow(zone);
    sweepAfter(MINUTES);
    sweepAfter(MINUTES);

    assertThat(told()).containsExactly("source.unreadable forbidden", "source.recovered forbidden");
  }

  @Test
  void listNeverPermitted_isNoAlert() {
    add(zone, "device", 300);
    for (var source : Cloudflare.sources()) {
      if (source != Source.CLIENT_CERTIFICATES) {
        estate.zones().forEach(one -> estate.deny(source, one.zone().id()));
        estate.accounts().forEach(one -> estate.deny(source, one.id()));
      }
    }
    rig.sweep();
    for (int sweep = 0; sweep < 4; sweep++) {
      sweepAfter(HOUR);
    }

    assertThat(told()).isEmpty();
    assertThat(rig.unread()).isGreaterThanOrEqualTo(Cloudflare.sources().size() - 1);
    estate.zones().forEach(one -> estate.allow(one.zone().id()));
    estate.accounts().forEach(one -> estate.allow(one.id()));
    sweepAfter(HOUR);
    assertThat(rig.unread()).isZero();
  }

  @Test
  void expiredOneThatStays_doesNotNagForEver() {
    estate.add(Rig.held(Source.CUSTOM_TRUST_STORE, zone, "Old Root", 1, clock.instant()));
    rig.sweep();
    for (int day = 0; day < 20; day++) {
      sweepAfter(Duration.ofDays(1)); // so rarely that the lists themselves are reported too
    }

    assertThat(told())
        .filteredOn(line -> line.startsWith("certificate."))
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("certificate.expiring", "certificate.escalated"),
                    Stream.concat(
                        Stream.of("certificate.expired"),
                        Stream.generate(() -> "certificate.reminder").limit(7)))
                .toList());
    assertThat(rig.certificates()).hasSize(1);
  }

  @Test
  void deadToken_isOneAlert() {
    add(zone, "device", 300);
    add(otherZone, "other", 300);
    rig.sweep();
    rig.cloudflare.refuse(SimulatedCloudflare.TOKEN);

    for (int sweep = 0; sweep < 5; sweep++) {
      sweepAfter(MINUTES);
      rig.app().minute();
    }
    rig.cloudflare.admit(SimulatedCloudflare.TOKEN);
    sweepAfter(MINUTES);
    sweepAfter(MINUTES);

    assertThat(told())
        .containsExactly("source.unreadable unauthorized", "source.recovered unauthorized");
  }

  @Test
  void expired_isToldWhileCloudflareIsDown() {
    add(zone, "device", 0);
    rig.sweep();
    rig.cloudflare.faults().inject(Breakage.FORBIDDEN_403, Where.anywhere());

    sweepAfter(Duration.ofHours(13));

    assertThat(told())
        .startsWith("certificate.expiring", "certificate.expired")
        .doesNotContain("certificate.resolved");
  }

  @Test
  void expired_staysOnTheMetricsPage() throws Exception {
    var held = add(zone, "device", 0);
    rig.sweep();
    clock.advance(Duration.ofDays(3));
    rig.app().start();
    rig.sweepByDaemon();

    var page = rig.metrics();

    assertThat(page.of("certvigil_certificate_days_to_expiry", "certificate_id", held.id()))
        .extracting(Exposition.Sample::value)
        .containsExactly(-3.0);
    assertThat(page.of("certvigil_certificates_expiring", "within", "0d"))
        .extracting(Exposition.Sample::value)
        .contains(1.0);
  }

  @Test
  void dueLists_areReadAfterARestart() throws Exception {
    add(zone, "device", 5);
    add(otherZone, "other", 5);
    rig.sweep();
    try (var database = rig.connect();
        var statement = database.createStatement()) {
      statement.execute("UPDATE scope SET due_at = 1 WHERE source IS NOT NULL");
    }
    long before = rig.cloudflare.requests();
    rig.restart();

    rig.app().start();

    await()
        .until(() -> rig.cloudflare.requestsByRoute().getOrDefault("client_certificates", 0L) == 4);
    await().until(() -> due() == 0);
    assertThat(rig.cloudflare.requests()).isGreaterThan(before);
    assertThat(told()).hasSize(2);
  }

  private long due() throws Exception {
    try (var database = rig.connect();
        var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM scope WHERE due_at IS NOT NULL AND source IS NOT NULL")) {
      return rows.next() ? rows.getLong(1) : -1;
    }
  }

  @Test
  void undelivered_isDeliveredAfterARestart() {
    add(zone, "device", 5);
    rig.receiver.behave(new Behaviour.Status(503, null));
    rig.sweep();
    rig.receiver.behave(new Behaviour.Acknowledge());
    rig.restart();

    sweepAfter(HOUR);

    var messages = rig.receiver.received();
    assertThat(messages).hasSizeGreaterThan(1);
    assertThat(messages).extracting(message -> message.id()).containsOnly(messages.getFirst().id());
    assertThat(messages)
        .extracting(message -> message.text())
        .containsOnly(messages.getFirst().text());
    assertThat(messages.getLast().acknowledged()).isTrue();
  }
}
