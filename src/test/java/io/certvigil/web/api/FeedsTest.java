package io.certvigil.web.api;

import static io.certvigil.web.api.ApiFixture.PAY;
import static io.certvigil.web.api.ApiFixture.SHOP;
import static io.certvigil.web.api.ApiFixture.certificate;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import io.certvigil.model.Certificate;
import io.certvigil.web.site.SiteFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedsTest {
  private static final String HOSTILE = "a,b;c\\d\nEND:VEVENT ü" + "😀".repeat(40) + "\u0007";

  @TempDir private Path folder;
  private ApiFixture site;

  @BeforeEach
  void open() {
    site = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private ICalendar calendar(String query) {
    var answer = site.get("/calendar.ics" + query);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .hasValue("text/calendar; charset=utf-8");
    var text = answer.body();
    assertThat(text).endsWith("END:VCALENDAR\r\n").doesNotContainPattern("(?<!\r)\n");
    assertThat(text.split("\r\n", -1))
        .allSatisfy(
            line ->
                assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
    var calendar = Biweekly.parse(text).first();
    assertThat(calendar.validate(ICalVersion.V2_0).getWarnings()).isEmpty();
    return calendar;
  }

  private static List<String> names(ICalendar calendar) {
    return calendar.getEvents().stream()
        .map(event -> event.getSummary().getValue().replaceFirst(" expires.*", ""))
        .toList();
  }

  @Test
  void calendar_hasAnAllDayEventPerCertificate() {
    site.read(
        SHOP,
        TODAY,
        certificate("soon", "active", Duration.ofDays(5)),
        certificate("expired", "active", Duration.ofDays(-10)),
        certificate("long expired", "active", Duration.ofDays(-40)),
        certificate("revoked", "revoked", Duration.ofDays(6)),
        certificate("far", "active", Duration.ofDays(400)));

    var calendar = calendar("");

    assertThat(names(calendar)).containsExactly("expired.example", "soon.example");
    assertThat(calendar.getMethod().getValue()).isEqualTo("PUBLISH");
    var event = calendar.getEvents().getLast();
    assertThat(event.getDateStart().getValue().hasTime()).isFalse();
    assertThat(event.getDateStart().getValue().getRawComponents().toString())
        .startsWith("20261125");
    assertThat(event.getDescription().getValue())
        .contains("Expires 2026-11-25 22:00 UTC.", "Location: shop.example");
    assertThat(event.getUrl().getValue())
        .startsWith("https://certs.example.com/certvigil/certificates/");
  }

  @Test
  void event_keepsItsUid_whenTheExpiryChanges() {
    site.read(SHOP, TODAY, certificate("one", "active", Duration.ofDays(5)));
    var before = uid(calendar(""));

    site.read(SHOP, TODAY.plusSeconds(1), certificate("one", "active", Duration.ofDays(50)));

    assertThat(uid(calendar(""))).isEqualTo(before).endsWith("@certvigil");
  }

  private static String uid(ICalendar calendar) {
    return calendar.getEvents().stream()
        .map(VEvent::getUid)
        .map(uid -> uid.getValue())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void manyOnOneDay_areOneEvent() {
    var many =
        IntStream.range(0, 1_234)
            .mapToObj(i -> certificate("m" + i, "active", Duration.ofDays(3)))
            .toArray(Certificate[]::new);
    site.read(SHOP, TODAY, many);
    site.read(PAY, TODAY, certificate("one", "active", Duration.ofDays(4)));

    var calendar = calendar("");

    assertThat(names(calendar)).containsExactly("1234 certificates expire", "one.example");
    var first = calendar.getEvents().getFirst();
    assertThat(first.getDescription().getValue()).contains("m0.example").endsWith("and 1184 more");
    assertThat(first.getUid().getValue()).isEqualTo("day-20261123@certvigil");
  }

  @Test
  void hostileName_staysText() {
    site.read(SHOP, TODAY, SiteFixture.certificate("x", HOSTILE, "active", Duration.ofDays(5)));

    var calendar = calendar("");

    assertThat(calendar.getEvents()).hasSize(1);
    assertThat(calendar.getEvents().getFirst().getSummary().getValue())
        .startsWith("a,b;c\\d\ufffdEND:VEVENT ü😀😀")
        .doesNotContain("\u0007");
  }

  @Test
  void calendar_isFiltered() {
    site.read(SHOP, TODAY, certificate("one", "active", Duration.ofDays(5)));
    site.read(PAY, TODAY, certificate("two", "active", Duration.ofDays(500)));

    assertThat(names(calendar("?zone=pay.example&expiring_within=600d")))
        .containsExactly("two.example");
    assertThat(site.get("/calendar.ics?limit=1").statusCode()).isEqualTo(400);
  }

  @Test
  void calendar_isNotModified_whenNothingChanged() {
    var tag = site.get("/calendar.ics").headers().firstValue("etag").orElseThrow();

    assertThat(site.get("/calendar.ics", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void export_isTheListAsCsv() {
    site.read(
        SHOP,
        TODAY,
        SiteFixture.certificate("far", "=1+1", "active", Duration.ofDays(400)),
        SiteFixture.certificate("soon", "a,\"b\"", "active", Duration.ofDays(5)));

    var answer = site.get("/export.csv");

    assertThat(answer.headers().firstValue("content-type"))
        .hasValue("text/csv; charset=utf-8; header=present");
    assertThat(answer.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"certvigil-2026-11-20.csv\"");
    var lines = answer.body().split("\r\n", -1);
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).startsWith("key,source,id,name,account_id,").endsWith(",labels");
    assertThat(lines[1]).contains(",soon,\"a,\"\"b\"\"\",a1,acme,z1,shop.example,");
    assertThat(lines[2]).contains(",far,'=1+1,").endsWith(",team=platform");
  }

  @Test
  void export_ofManyPages_isWhole() {
    var many =
        IntStream.range(0, 2_500)
            .mapToObj(i -> certificate("m" + i, "active", Duration.ofDays(3 + i % 7)))
            .toArray(Certificate[]::new);
    site.read(SHOP, TODAY.minus(Duration.ofDays(1)), many);

    assertThat(site.get("/export.csv").body().lines()).hasSize(2_501).doesNotHaveDuplicates();
    assertThat(site.get("/export.csv?as_of=1h&expiring_within=4d").body().lines()).hasSize(359);
    assertThat(site.head("/export.csv").body()).isEmpty();
    assertThat(site.get("/export.csv?sort=name").statusCode()).isEqualTo(400);
  }
}
