package io.certvigil.notify.message;

import static io.certvigil.notify.EventFixture.eventBatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Source;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventFixture;
import io.certvigil.notify.message.Message.Count;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.policy.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertMessageBuilderTest {
  private static final String ESCALATED = "certificate.escalated";

  @Test
  void line_hasNameLocationExpiryAndFiringSince() {
    var line = line(escalated("device-17.example.com", 13));

    assertThat(line.text()).isEqualTo("device-17.example.com expires in 13 d (2026-12-03T22:00Z)");
    assertThat(line.location()).isEqualTo("client_certificates · example.com · acme");
    assertThat(line.facts())
        .containsExactly(
            "14-day alert; last told 30 days before", "firing since 2026-11-04T20:00Z");
    assertThat(line.nextStep()).startsWith("create a new client certificate");
    assertThat(line.acknowledging()).hasValue("sudo certvigil ack " + line.key());
    assertThat(line.dashboard()).isEqualTo("https://dash.cloudflare.com/a1");
    assertThat(line.link()).startsWith("https://certs.example.com/certificates/");
  }

  @Test
  void title_ofOne_isItsLine() {
    assertThat(of(escalated("edge", 13)).subject())
        .isEqualTo("[prod-eu] edge expires in 13 d (2026-12-03T22:00Z)");
  }

  @Test
  void title_ofMany_hasTheirNumber_andTheFirstExpiry() {
    assertThat(of(escalated("a", 13), escalated("b", 2), escalated("c", 20)).title())
        .isEqualTo("Certificates: 3 warning; the first expires in 2 d");
  }

  @Test
  void title_countsBySeverity() {
    var events = new ArrayList<EventFixture>();
    for (var severity : List.of("critical", "warning", "warning", "info", "info", "info")) {
      var name = "c" + events.size();
      events.add(EventFixture.of(ESCALATED, severity, name, Duration.ofDays(4)));
    }

    assertThat(AlertMessageBuilder.of(eventBatch(events)).title())
        .isEqualTo("Certificates: 1 critical, 2 warning, 3 info; the first expires in 4 d");
  }

  /** A certificate of a far future that is gone has no end that anybody waits for. */
  @Test
  void disappeared_isNotDescribedByTheTimeLeft() {
    var gone = EventFixture.of("certificate.disappeared", "warning", "gone", Duration.ofDays(2106));

    assertThat(line(gone).text())
        .isEqualTo("gone disappeared from Cloudflare; its end was 2032-08-26T22:00Z");
    assertThat(line(gone).acknowledging()).isEmpty();
    assertThat(of(gone, escalated("a", 4)).title())
        .isEqualTo("Certificates: 2 warning; the first expires in 4 d");
    assertThat(of(gone, gone.alert("key", "x")).title()).doesNotContain("expires");
  }

  @Test
  void resolvedLine_asksForNothing() {
    var line = line(renewed("a"));

    assertThat(line.nextStep()).isEmpty();
    assertThat(line.acknowledging()).isEmpty();
  }

  @Test
  void everySource_hasANextStep() {
    for (var source : Source.values()) {
      var next = line(escalated("a", 3).in(source.word(), "example.com")).nextStep();

      assertThat(next).as(source.word()).isNotEmpty().doesNotEndWith(".");
    }
  }

  @Test
  void place_namesTheOwners() {
    var line = line(escalated("a", 3));

    assertThat(line.place()).isEqualTo("client_certificates · example.com · acme · team=platform");
  }

  @Test
  void title_whenAllIsResolved() {
    var message = of(renewed("a"), renewed("b"));

    assertThat(message.title()).isEqualTo("2 alerts resolved");
    assertThat(message.resolved()).isTrue();
    assertThat(message.worstSeverity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void title_countsAlertsWithoutCertificate() {
    var token =
        EventFixture.withoutCertificate(
            "source.unreadable", "warning", "credential main, unauthorized: 3 lists");

    assertThat(of(escalated("a", 2), token).title())
        .isEqualTo("Certificate: 1 warning; the first expires in 2 d (and 1 other alert)");
  }

  @Test
  void highestSeverity_isFirst_thenTheSoonest_resolvedLast() {
    var lines =
        lines(
            renewed("done"),
            escalated("later", 20),
            escalated("sooner", 10),
            EventFixture.of("certificate.expired", "critical", "over", Duration.ofDays(-1)));

    assertThat(lines).extracting(Line::name).containsExactly("over", "sooner", "later", "done");
  }

  @Test
  void alert_hasOneLine_withItsLastEvent() {
    var lines =
        lines(
            EventFixture.of("certificate.expiring", "info", "a", Duration.ofDays(3))
                .alert("rung", "30d")
                .alert("previous_rung", "60d"),
            EventFixture.of(ESCALATED, "warning", "a", Duration.ofDays(3)).alert("rung", "14d"),
            EventFixture.of(ESCALATED, "critical", "a", Duration.ofDays(3))
                .alert("rung", "3d")
                .alert("previous_rung", "14d"));

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(lines.getFirst().facts()).contains("3-day alert; last told 60 days before");
  }

  @Test
  void resolution_replacesEarlierEventsOfItsAlert() {
    assertThat(lines(escalated("a", 3), renewed("a")))
        .extracting(Line::resolved)
        .containsExactly(true);
  }

  @Test
  void sameFingerprint_isOneLine_thatNamesBothLists() {
    var lines =
        lines(
            escalated("a", 3).in("custom_certificates", "shop.example"),
            escalated("a", 3).alert("key", "other").in("mtls_certificates", ""));

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().facts())
        .anySatisfy(fact -> assertThat(fact).startsWith("also in mtls_certificates"));
  }

  @Test
  void sameHostsAndExpiry_areOneLine_withoutFingerprint() {
    var lines =
        lines(
            escalated("a", 3)
                .certificate("fingerprint_sha256", null)
                .hosts("x.example", "y.example"),
            escalated("b", 3)
                .certificate("fingerprint_sha256", null)
                .hosts("y.example", "x.example"));

    assertThat(lines).hasSize(1);
  }

  @Test
  void differentHosts_areDifferentLines() {
    assertThat(
            lines(
                escalated("a", 3).certificate("fingerprint_sha256", null).hosts("x.example"),
                escalated("b", 3).certificate("fingerprint_sha256", null).hosts("y.example"),
                escalated("c", 3).certificate("fingerprint_sha256", null),
                escalated("d", 3).certificate("fingerprint_sha256", null)))
        .hasSize(4);
  }

  @Test
  void expiredWhileWatched_hasALine_evenWithSeverityInfo() {
    var expired = EventFixture.of("certificate.expired", "info", "lab", Duration.ofHours(-1));

    var message = of(expired.alert("rung", "0").alert("previous_rung", "1d"));

    assertThat(message.lines()).extracting(Line::name).containsExactly("lab");
    assertThat(message.notes()).isEmpty();
  }

  @Test
  void expiredBeforeFirstSeen_isCountedInOneLine() {
    var expired =
        IntStream.range(0, 30)
            .mapToObj(
                n ->
                    EventFixture.of("certificate.expired", "info", "old-" + n, Duration.ofDays(-n)))
            .map(fact -> fact.alert("previous_rung", null))
            .toList();
    var events = new ArrayList<>(expired);
    events.add(escalated("a", 3));

    var message = AlertMessageBuilder.of(eventBatch(events));

    assertThat(message.lines()).extracting(Line::name).containsExactly("a");
    assertThat(message.notes())
        .containsExactly("30 certificates had already expired when first seen");
    assertThat(message.table().rows()).hasSize(31);
    assertThat(AlertMessageBuilder.of(eventBatch(expired)).title())
        .isEqualTo("30 certificates had already expired when first seen");
  }

  @Test
  void hiddenLines_areCounted_bySourceAndZone() {
    var events = new ArrayList<EventFixture>();
    for (int n = 0; n < 1000; n++) {
      events.add(escalated("c" + n, 5).in("origin_ca", n % 3 == 0 ? "a.example" : "b.example"));
    }

    var message = AlertMessageBuilder.of(eventBatch(events));

    assertThat(message.lines()).hasSize(20);
    assertThat(message.parts().getFirst().hidden()).isEqualTo(980);
    assertThat(message.counts())
        .containsExactly(
            new Count("b.example · team=platform", 666),
            new Count("a.example · team=platform", 334));
    assertThat(message.envelope().eventIds()).hasSize(1000);
    assertThat(message.page()).isEqualTo("https://certs.example.com/alerts");
  }

  @Test
  void waitingEvent_isDescribedAsOfNow() {
    var late = eventBatch(escalated("a", 3));
    var message =
        AlertMessageBuilder.of(
            new EventBatch(
                late.installation(),
                late.stamp(),
                late.channel(),
                late.externalUrl(),
                late.events(),
                late.now().plus(Duration.ofDays(4))));

    assertThat(message.title()).startsWith("a expired 1 d ago");
  }

  @Test
  void uncoveredHosts_areNamed() {
    var line =
        line(escalated("a", 3).summary("a expires in 3 d (2026-11-23T22:00Z); no other covers x"));

    assertThat(line.facts()).contains("no other covers x");
  }

  @Test
  void statusChange_hasOldAndNewStatus() {
    var line =
        line(
            EventFixture.of("certificate.status_changed", "warning", "a", Duration.ofDays(3))
                .certificate("status", "revoked")
                .change("active", "revoked"));

    assertThat(line.text())
        .isEqualTo("a became revoked (was active): expires in 3 d (2026-11-23T22:00Z)");
  }

  @Test
  void alertWithoutCertificate_isDescribedByItsSummary() {
    var line =
        line(
            EventFixture.withoutCertificate(
                "channel.failing", "warning", "channel x delivers nothing"));

    assertThat(line.text()).isEqualTo("channel x delivers nothing");
    assertThat(line.location()).isEmpty();
    assertThat(line.dashboard()).isNull();
  }

  @Test
  void untrustedText_isSanitised() {
    var line = line(escalated("\u202egnp\r\n\u001b[2J\u2028\u0000\ud800" + "x".repeat(10_000), 3));

    assertThat(line.name()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028]").hasSize(200);
  }

  @Test
  void csv_hasEveryEvent_andNoFormula() {
    var csv = of(escalated("=cmd|' /C calc'!A0, \"x\"", 3), renewed("b")).table().csv();

    assertThat(csv.lines())
        .hasSize(3)
        .startsWith(
            "event_id,occurred_at,type,severity,state,alert_key,rung,reason,summary"
                + ",certificate_key,source,account,zone,certificate_id,name,hosts,not_after"
                + ",days_to_expiry,status,serial,fingerprint_sha256,labels,certvigil,dashboard");
    assertThat(csv).contains(",\"'=cmd|' /C calc'!A0, \"\"x\"\"\",");
  }

  private static EventFixture escalated(String name, int days) {
    return EventFixture.of(ESCALATED, "warning", name, Duration.ofDays(days));
  }

  private static EventFixture renewed(String name) {
    return EventFixture.of("certificate.resolved", "warning", name, Duration.ofDays(365))
        .resolved("renewed");
  }

  private static Message of(EventFixture... facts) {
    return AlertMessageBuilder.of(eventBatch(facts));
  }

  private static Line line(EventFixture fact) {
    return lines(fact).getFirst();
  }

  private static List<Line> lines(EventFixture... facts) {
    return of(facts).lines().toList();
  }
}
