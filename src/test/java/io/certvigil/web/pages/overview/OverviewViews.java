package io.certvigil.web.pages.overview;

import io.certvigil.HostileText;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.ValidationRecord;
import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.policy.impairment.Impairment;
import io.certvigil.store.view.Backlog;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ConditionView;
import io.certvigil.store.view.EventView;
import io.certvigil.web.pages.ChannelLine;
import io.certvigil.web.pages.ExpiredCertificates;
import io.certvigil.web.site.InstallationInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Sample data of the overview. */
public final class OverviewViews {
  public static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");

  private static final Instant DATA_AT = TODAY.minus(Duration.ofMinutes(7));

  /** The installation that the pages name. */
  public static final InstallationInfo ABOUT = new InstallationInfo("prod-eu", "0.1.0");

  private OverviewViews() {}

  static OverviewView empty() {
    return empty(List.of());
  }

  static OverviewView empty(List<Impairment> impairments) {
    return new OverviewView(
        TODAY,
        DATA_AT,
        impairments,
        1,
        "",
        List.of(),
        new OverviewView.Figures(0, 0, 0, 0, 0, 0, 0, 0, 0),
        weeks(0),
        List.of(),
        List.of(),
        ExpiredCertificates.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static OverviewView full() {
    return new OverviewView(
        TODAY,
        DATA_AT,
        List.of(),
        0,
        "",
        List.of(),
        new OverviewView.Figures(12_480, 2, 9, 41, 4, 11, 7, 30, 12),
        weeks(7),
        List.of(new OverviewView.Day(LocalDate.parse("2027-03-04"), 120)),
        List.of(
            row("device-03.fleet.example.com", "active", Duration.ofHours(-77)),
            row("kiosk-11.berlin.example.com", "active", Duration.ofMinutes(-12)),
            row("payments-edge.shop.example", "active", Duration.ofMinutes(42)),
            row("Zero Trust root", "pending_deployment", Duration.ofHours(29)),
            row("device-17.example.com", "active", Duration.ofHours(333)),
            row("partner-api.example.org", "pending_reactivation", Duration.ofDays(24)),
            row("x".repeat(160), "active", Duration.ofDays(45)),
            row("backup-link.example.net", "active", Duration.ofDays(214))),
        new ExpiredCertificates(OptionalLong.of(66), Duration.ofDays(58)),
        List.of(
            new OverviewView.UnreadableGroup(
                "forbidden",
                TODAY.minus(Duration.ofDays(3)),
                List.of(
                    example("gateway_certificates of acme", null),
                    example("access_certificates of shop.example", TODAY.minusSeconds(260_000)))),
            new OverviewView.UnreadableGroup(
                "http_5xx",
                TODAY.minus(Duration.ofMinutes(40)),
                List.of(example("client_certificates of example.net", TODAY.minusSeconds(3_000))))),
        List.of(
            new OverviewView.SourceLine(
                "access_certificates", 13, 12, 0, TODAY.minusSeconds(9_000)),
            new OverviewView.SourceLine(
                "client_certificates", 12, 12, 0, TODAY.minusSeconds(1_900)),
            new OverviewView.SourceLine("gateway_certificates", 2, 1, 1, TODAY.minusSeconds(700))),
        List.of(
            event("critical", "certificate.expired", "kiosk-11.berlin.example.com has expired", 12),
            event(
                "warning",
                "certificate.escalated",
                "device-17.example.com expires in 13 d 21 h (2026-12-04T20:00Z)",
                95),
            event(
                "info", "certificate.resolved", "gate-2.example.com: renewed to 2027-11-02", 400)),
        List.of(
            channel(new Backlog("ops-hook", 0, null, TODAY.minusSeconds(700), null, null, null)),
            channel(
                new Backlog(
                    "audit-hook",
                    14,
                    TODAY.minusSeconds(4_000),
                    TODAY.minusSeconds(9_000),
                    "http 503 Service Unavailable",
                    new Failures(TODAY.minusSeconds(4_000), 9, null, 0, null),
                    null))),
        List.of(condition("shop.example")));
  }

  private static ConditionView condition(String text) {
    return new ConditionView(
        "c4f1n2k7q9",
        "renewal_blocked",
        new ConditionView.SubjectView("pack", "p1", text),
        TODAY,
        TODAY.plusSeconds(900_000),
        text,
        "customer",
        List.of(new ValidationRecord("txt", text, text)),
        "warning",
        "certificate_packs",
        new ResourceRef("a1", "acme"),
        new ResourceRef("z1", text),
        Map.of());
  }

  public static OverviewView named(String text) {
    return new OverviewView(
        TODAY,
        DATA_AT,
        List.of(impairment(text)),
        1,
        text,
        List.of(text),
        new OverviewView.Figures(1, 0, 0, 0, 0, 0, 0, 1, 1),
        weeks(1),
        List.of(),
        List.of(
            HostileText.certificate(text, text, TODAY),
            row(text, text, text, new ResourceRef("z1", text), text, TODAY, Map.of(text, text))),
        ExpiredCertificates.NONE,
        List.of(
            new OverviewView.UnreadableGroup(
                text, TODAY, List.of(new OverviewView.UnreadableList(text, text, TODAY, null)))),
        List.of(new OverviewView.SourceLine(text, 1, 1, 0, TODAY)),
        List.of(new EventView(text, text, text, TODAY, text, text, List.of(text))),
        List.of(
            channel(
                new Backlog(
                    text,
                    1,
                    Instant.EPOCH,
                    null,
                    text,
                    new Failures(Instant.EPOCH, 2, null, 0, text),
                    null))),
        List.of(condition(text)));
  }

  private static Impairment impairment(String text) {
    return new Impairment(Impairment.Kind.NO_ANSWER, text, TODAY, text, text);
  }

  private static List<Long> weeks(long scale) {
    var weeks = new ArrayList<Long>();
    for (long week = 0; week < 53; week++) {
      weeks.add(week % 5 == 3 ? 0 : scale * ((week * 37) % 23) * (week == 31 ? 20 : 1));
    }
    return weeks;
  }

  private static CertificateView row(String name, String status, Duration left) {
    var ofAccount = name.startsWith("Zero");
    return row(
        "m2x8r4t6w1",
        ofAccount ? "gateway_certificates" : "client_certificates",
        name,
        ofAccount ? null : new ResourceRef("z1", "example.com"),
        status,
        TODAY.plus(left),
        Map.of("team", "platform"));
  }

  private static CertificateView row(
      String key,
      String source,
      String name,
      @Nullable ResourceRef zone,
      String status,
      Instant end,
      Map<String, String> labels) {
    return new CertificateView(
        key,
        source,
        "id",
        name,
        new ResourceRef("a1", "acme"),
        zone,
        List.of(),
        null,
        null,
        null,
        status,
        null,
        end,
        null,
        null,
        false,
        TODAY,
        TODAY,
        labels,
        Map.of(),
        null);
  }

  private static OverviewView.UnreadableList example(String name, @Nullable Instant lastRead) {
    return new OverviewView.UnreadableList(
        name,
        "10000: Authentication error (https://developers.cloudflare.com/api/), cf-ray 8c1f2a",
        TODAY.minus(Duration.ofDays(3)),
        lastRead);
  }

  /** The status of a channel with this backlog. */
  static ChannelLine channel(Backlog backlog) {
    return ChannelLine.of(backlog, TODAY);
  }

  private static EventView event(String severity, String type, String summary, int minutes) {
    return new EventView(
        "evt_" + minutes,
        type,
        severity,
        TODAY.minus(Duration.ofMinutes(minutes)),
        "c4f1n2k7q9",
        summary,
        List.of("ops-hook: delivered", "audit-hook: waiting"));
  }
}
