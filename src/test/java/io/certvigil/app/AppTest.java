package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.model.Source;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The daemon over hours and days, observed at its receiver, its store and its pages. */
class AppTest extends DaemonTestBase {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTES = Duration.ofMinutes(6);

  @Test
  void idleSweeps_addNoRow() throws Exception {
    daemon.add(zone, "soon", 5);
    daemon.add(zone, "late", 300);
    daemon.add(otherZone, "later", 301);
    daemon.sweep();
    var before = daemon.database.rows();

    for (int sweep = 0; sweep < 10; sweep++) {
      daemon.sweepAfter(HOUR.dividedBy(10));
    }

    assertThat(daemon.database.rows()).isEqualTo(before);
    assertThat(daemon.deliveredLines()).containsExactly("certificate.expiring");
  }

  @Test
  void renewed_isSentOnceAfterExpiring() {
    var held = daemon.add(zone, "device", 5);
    daemon.sweep();

    var now = clock.instant();
    estate.renew(held.id(), now, now.plus(Duration.ofDays(365)));
    daemon.sweepAfter(HOUR);
    daemon.sweepAfter(HOUR);

    assertThat(daemon.deliveredLines())
        .containsExactly("certificate.expiring", "certificate.resolved renewed");
    assertThat(daemon.firing()).isEmpty();
  }

  @Test
  void removed_isSentAfterTwoReadingsFarEnoughApart() {
    var held = daemon.add(zone, "device", 5);
    daemon.add(zone, "other", 300);
    daemon.sweep();
    estate.remove(held.id());

    daemon.sweepAfter(HOUR);
    daemon.sweepAfter(Duration.ofMinutes(9));
    assertThat(daemon.deliveredLines()).containsExactly("certificate.expiring");
    assertThat(daemon.certificates()).hasSize(2);
    daemon.sweepAfter(Duration.ofMinutes(2));
    daemon.sweepAfter(HOUR);

    assertThat(daemon.deliveredLines())
        .containsExactly("certificate.expiring", "certificate.resolved removed");
    assertThat(daemon.certificates()).hasSize(1);
  }

  @Test
  void removedOne_staysWhileNoReadingIsComplete() {
    var held = daemon.add(zone, "device", 5);
    daemon.add(zone, "other", 300);
    daemon.sweep();
    estate.remove(held.id());
    daemon.faults.inject(
        FaultKind.ONE_SHORT, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).ofOwner(zone));

    daemon.sweepAfter(HOUR);
    daemon.sweepAfter(HOUR);

    assertThat(daemon.deliveredLines()).doesNotContain("certificate.resolved removed");
    assertThat(daemon.certificates()).hasSize(2);
  }

  @Test
  void deniedZone_isSentOnceAndRecoversOnce() {
    daemon.add(zone, "device", 300);
    daemon.add(otherZone, "other", 300);
    daemon.sweep();
    estate.deny(zone);

    daemon.sweepAfter(MINUTES);
    daemon.app().runMinute();
    daemon.sweep();
    assertThat(daemon.deliveredLines()).isEmpty();
    for (int sweep = 0; sweep < 4; sweep++) {
      daemon.sweepAfter(MINUTES);
      daemon.app().runMinute();
    }
    estate.allow(zone);
    daemon.sweepAfter(MINUTES);
    daemon.sweepAfter(MINUTES);

    assertThat(daemon.deliveredLines())
        .containsExactly("source.unreadable forbidden", "source.recovered forbidden");
  }

  @Test
  void listNeverPermitted_isNoAlert() {
    daemon.add(zone, "device", 300);
    for (var source : Cloudflare.sources()) {
      if (source != Source.CLIENT_CERTIFICATES) {
        estate.zones().forEach(one -> estate.deny(source, one.zone().id()));
        estate.accounts().forEach(one -> estate.deny(source, one.id()));
      }
    }
    daemon.sweep();
    for (int sweep = 0; sweep < 4; sweep++) {
      daemon.sweepAfter(HOUR);
    }

    assertThat(daemon.deliveredLines()).isEmpty();
    assertThat(daemon.incompleteLists()).isGreaterThanOrEqualTo(Cloudflare.sources().size() - 1);
    estate.zones().forEach(one -> estate.allow(one.zone().id()));
    estate.accounts().forEach(one -> estate.allow(one.id()));
    daemon.sweepAfter(HOUR);
    assertThat(daemon.incompleteLists()).isZero();
  }

  @Test
  void expiredOneThatStays_hasALimitedNumberOfReminders() {
    estate.add(
        InProcessDaemon.certificate(
            Source.CUSTOM_TRUST_STORE, zone, "Old Root", 1, clock.instant()));
    daemon.sweep();
    for (int day = 0; day < 20; day++) {
      daemon.sweepAfter(Duration.ofDays(1)); // so rarely that the lists themselves are reported too
    }

    assertThat(daemon.deliveredLines())
        .filteredOn(line -> line.startsWith("certificate."))
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("certificate.expiring", "certificate.escalated"),
                    Stream.concat(
                        Stream.of("certificate.expired"),
                        Stream.generate(() -> "certificate.reminder").limit(7)))
                .toList());
    assertThat(daemon.certificates()).hasSize(1);
  }

  @Test
  void invalidToken_isOneAlert() {
    daemon.add(zone, "device", 300);
    daemon.add(otherZone, "other", 300);
    daemon.sweep();
    daemon.cloudflare.removeToken(SimulatedCloudflare.TOKEN);

    for (int sweep = 0; sweep < 5; sweep++) {
      daemon.sweepAfter(MINUTES);
      daemon.app().runMinute();
    }
    daemon.cloudflare.addToken(SimulatedCloudflare.TOKEN);
    daemon.sweepAfter(MINUTES);
    daemon.sweepAfter(MINUTES);

    assertThat(daemon.deliveredLines())
        .containsExactly("credential.refused unauthorized", "credential.recovered unauthorized");
  }

  @Test
  void expired_isSentWhileCloudflareIsDown() {
    daemon.add(zone, "device", 0);
    daemon.sweep();
    daemon.faults.inject(FaultKind.FORBIDDEN_403, RequestMatcher.everyRequest());

    daemon.sweepAfter(Duration.ofHours(13));

    assertThat(daemon.deliveredLines())
        .startsWith("certificate.expiring", "certificate.expired")
        .doesNotContain("certificate.resolved");
  }

  @Test
  void expired_staysOnTheMetricsPage() throws Exception {
    var held = daemon.add(zone, "device", 0);
    daemon.sweep();
    clock.advance(Duration.ofDays(3));
    daemon.app().start();
    daemon.sweepByDaemon();

    var page = daemon.metrics();

    assertThat(page.of("certvigil_certificate_days_to_expiry", "certificate_id", held.id()))
        .extracting(ExpositionText.Sample::value)
        .containsExactly(-3.0);
    assertThat(page.of("certvigil_certificates_expiring", "within", "0d"))
        .extracting(ExpositionText.Sample::value)
        .contains(1.0);
  }

  @Test
  void dueLists_areReadAfterARestart() throws Exception {
    daemon.add(zone, "device", 5);
    daemon.add(otherZone, "other", 5);
    daemon.sweep();
    daemon.database.execute("UPDATE scope SET due_at = 1 WHERE source IS NOT NULL");
    long before = daemon.cloudflare.requests();
    daemon.restart();

    daemon.app().start();

    await()
        .until(
            () -> daemon.cloudflare.requestsByRoute().getOrDefault("client_certificates", 0L) == 4);
    await().until(() -> due() == 0);
    assertThat(daemon.cloudflare.requests()).isGreaterThan(before);
    assertThat(daemon.deliveredLines()).hasSize(2);
  }

  private long due() throws Exception {
    return daemon.database.number(
        "SELECT count(*) FROM scope WHERE due_at IS NOT NULL AND source IS NOT NULL");
  }

  @Test
  void undelivered_isDeliveredAfterARestart() {
    daemon.add(zone, "device", 5);
    daemon.receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    daemon.sweep();
    daemon.receiver.replyWith(new ReceiverBehaviour.Acknowledge());
    daemon.restart();

    daemon.sweepAfter(HOUR);

    var messages = daemon.receiver.received();
    assertThat(messages).hasSizeGreaterThan(1);
    assertThat(messages).extracting(message -> message.id()).containsOnly(messages.getFirst().id());
    assertThat(messages)
        .extracting(message -> message.text())
        .containsOnly(messages.getFirst().text());
    assertThat(messages.getLast().acknowledged()).isTrue();
  }
}
