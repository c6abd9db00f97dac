package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.demo.ApiRoute;
import io.certvigil.demo.FaultKind;
import io.certvigil.demo.ReceiverBehaviour;
import io.certvigil.demo.RequestMatcher;
import io.certvigil.demo.SimulatedCloudflare;
import io.certvigil.demo.SimulatedEstate;
import io.certvigil.model.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
  private final SimulatedEstate estate = SimulatedEstate.of(1, 2, 0, 3, clock.instant());
  private final String zone = estate.zones().getFirst().zone().id();
  private final String otherZone = estate.zones().getLast().zone().id();
  private Rig rig;

  @BeforeEach
  void open() throws IOException {
    rig = Rig.ofZones(folder, clock, estate);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void idleSweeps_addNoRow() throws Exception {
    rig.add(zone, "soon", 5);
    rig.add(zone, "late", 300);
    rig.add(otherZone, "later", 301);
    rig.sweep();
    var before = rig.rows();

    for (int sweep = 0; sweep < 10; sweep++) {
      rig.sweepAfter(HOUR.dividedBy(10));
    }

    assertThat(rig.rows()).isEqualTo(before);
    assertThat(rig.toldLines()).containsExactly("certificate.expiring");
  }

  @Test
  void renewed_isToldOnceAfterExpiring() {
    var held = rig.add(zone, "device", 5);
    rig.sweep();

    var now = clock.instant();
    estate.renew(held.id(), now, now.plus(Duration.ofDays(365)));
    rig.sweepAfter(HOUR);
    rig.sweepAfter(HOUR);

    assertThat(rig.toldLines())
        .containsExactly("certificate.expiring", "certificate.resolved renewed");
    assertThat(rig.firing()).isEmpty();
  }

  @Test
  void removed_isToldAfterTwoReadingsFarEnoughApart() {
    var held = rig.add(zone, "device", 5);
    rig.add(zone, "other", 300);
    rig.sweep();
    estate.remove(held.id());

    rig.sweepAfter(HOUR);
    rig.sweepAfter(Duration.ofMinutes(9));
    assertThat(rig.toldLines()).containsExactly("certificate.expiring");
    assertThat(rig.certificates()).hasSize(2);
    rig.sweepAfter(Duration.ofMinutes(2));
    rig.sweepAfter(HOUR);

    assertThat(rig.toldLines())
        .containsExactly("certificate.expiring", "certificate.resolved removed");
    assertThat(rig.certificates()).hasSize(1);
  }

  @Test
  void removedOne_staysWhileNoReadingIsComplete() {
    var held = rig.add(zone, "device", 5);
    rig.add(zone, "other", 300);
    rig.sweep();
    estate.remove(held.id());
    rig.faults.inject(
        FaultKind.ONE_SHORT, RequestMatcher.on(ApiRoute.CLIENT_CERTIFICATES).of(zone));

    rig.sweepAfter(HOUR);
    rig.sweepAfter(HOUR);

    assertThat(rig.toldLines()).doesNotContain("certificate.resolved removed");
    assertThat(rig.certificates()).hasSize(2);
  }

  @Test
  void deniedZone_isToldOnceAndRecoversOnce() {
    rig.add(zone, "device", 300);
    rig.add(otherZone, "other", 300);
    rig.sweep();
    estate.deny(zone);

    rig.sweepAfter(MINUTES);
    rig.app().minute();
    rig.sweep();
    assertThat(rig.toldLines()).isEmpty();
    for (int sweep = 0; sweep < 4; sweep++) {
      rig.sweepAfter(MINUTES);
      rig.app().minute();
    }
    estate.allow(zone);
    rig.sweepAfter(MINUTES);
    rig.sweepAfter(MINUTES);

    assertThat(rig.toldLines())
        .containsExactly("source.unreadable forbidden", "source.recovered forbidden");
  }

  @Test
  void listNeverPermitted_isNoAlert() {
    rig.add(zone, "device", 300);
    for (var source : Cloudflare.sources()) {
      if (source != Source.CLIENT_CERTIFICATES) {
        estate.zones().forEach(one -> estate.deny(source, one.zone().id()));
        estate.accounts().forEach(one -> estate.deny(source, one.id()));
      }
    }
    rig.sweep();
    for (int sweep = 0; sweep < 4; sweep++) {
      rig.sweepAfter(HOUR);
    }

    assertThat(rig.toldLines()).isEmpty();
    assertThat(rig.unread()).isGreaterThanOrEqualTo(Cloudflare.sources().size() - 1);
    estate.zones().forEach(one -> estate.allow(one.zone().id()));
    estate.accounts().forEach(one -> estate.allow(one.id()));
    rig.sweepAfter(HOUR);
    assertThat(rig.unread()).isZero();
  }

  @Test
  void expiredOneThatStays_doesNotNagForEver() {
    estate.add(Rig.held(Source.CUSTOM_TRUST_STORE, zone, "Old Root", 1, clock.instant()));
    rig.sweep();
    for (int day = 0; day < 20; day++) {
      rig.sweepAfter(Duration.ofDays(1)); // so rarely that the lists themselves are reported too
    }

    assertThat(rig.toldLines())
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
    rig.add(zone, "device", 300);
    rig.add(otherZone, "other", 300);
    rig.sweep();
    rig.cloudflare.refuse(SimulatedCloudflare.TOKEN);

    for (int sweep = 0; sweep < 5; sweep++) {
      rig.sweepAfter(MINUTES);
      rig.app().minute();
    }
    rig.cloudflare.admit(SimulatedCloudflare.TOKEN);
    rig.sweepAfter(MINUTES);
    rig.sweepAfter(MINUTES);

    assertThat(rig.toldLines())
        .containsExactly("source.unreadable unauthorized", "source.recovered unauthorized");
  }

  @Test
  void expired_isToldWhileCloudflareIsDown() {
    rig.add(zone, "device", 0);
    rig.sweep();
    rig.faults.inject(FaultKind.FORBIDDEN_403, RequestMatcher.anywhere());

    rig.sweepAfter(Duration.ofHours(13));

    assertThat(rig.toldLines())
        .startsWith("certificate.expiring", "certificate.expired")
        .doesNotContain("certificate.resolved");
  }

  @Test
  void expired_staysOnTheMetricsPage() throws Exception {
    var held = rig.add(zone, "device", 0);
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
    rig.add(zone, "device", 5);
    rig.add(otherZone, "other", 5);
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
    assertThat(rig.toldLines()).hasSize(2);
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
    rig.add(zone, "device", 5);
    rig.receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    rig.sweep();
    rig.receiver.replyWith(new ReceiverBehaviour.Acknowledge());
    rig.restart();

    rig.sweepAfter(HOUR);

    var messages = rig.receiver.received();
    assertThat(messages).hasSizeGreaterThan(1);
    assertThat(messages).extracting(message -> message.id()).containsOnly(messages.getFirst().id());
    assertThat(messages)
        .extracting(message -> message.text())
        .containsOnly(messages.getFirst().text());
    assertThat(messages.getLast().acknowledged()).isTrue();
  }
}
