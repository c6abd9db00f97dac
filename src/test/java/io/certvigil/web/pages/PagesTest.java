package io.certvigil.web.pages;

import static io.certvigil.web.site.SiteFixture.CLIENTS;
import static io.certvigil.web.site.SiteFixture.GATEWAY;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static io.certvigil.web.site.SiteFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.model.Certificate;
import io.certvigil.model.FaultReason;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.Web;
import io.certvigil.web.html.InvalidForm;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.DaemonInfo;
import io.certvigil.web.site.DaemonInfo.Channel;
import io.certvigil.web.site.DaemonInfo.Credential;
import io.certvigil.web.site.EmptyExposition;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.SiteContent;
import io.certvigil.web.site.SiteContext;
import io.certvigil.web.site.SiteFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a real store. */
class PagesTest {
  private static final Pattern ROW = Pattern.compile("<tr><td class='until'>");

  /** Two channels, one of which delivers, and two credentials, one of which is paused. */
  private static final DaemonInfo BUSY =
      new FixedDaemon(
          Map.of("team", List.of("payments", "platform")),
          List.of(
              new Channel("ops-hook", "webhook", Severity.INFO),
              new Channel("mail", "email", Severity.WARNING)),
          List.of(
              new Credential("main", null, 800),
              new Credential("legacy", TODAY.plus(Duration.ofMinutes(4)), 0)));

  @TempDir private Path folder;
  private DaemonInfo daemon = FixedDaemon.MINIMAL;
  private SiteFixture site;

  @BeforeEach
  void open() {
    site = new SiteFixture(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void read(Instant at, Certificate... certificates) {
    site.discover();
    site.read(CLIENTS, at, certificates);
  }

  private SiteContext status() {
    return site.context(daemon);
  }

  private static PageRequest request(String last, String user, String... fields) {
    var given = new LinkedHashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      given.put(fields[i], fields[i + 1]);
    }
    return new PageRequest(last, given, user);
  }

  private PageLayout layout(String up) {
    return new PageLayout(status().about(), TODAY, up);
  }

  private String certificates(String... fields) {
    var question = request("", "", fields);
    return new CertificatesPage(question, CertificatesView.read(status(), question, TODAY))
        .html(layout(""));
  }

  private String certificatePage(String key, String user) {
    var question = request(key, user);
    return new CertificatePage(question, CertificateDetailView.read(status(), question, TODAY))
        .html(layout("../"));
  }

  private String alerts(String user, String... fields) {
    var question = request("", user, fields);
    return new AlertsPage(question, AlertsView.read(status(), question, TODAY)).html(layout(""));
  }

  private String changes(String... fields) {
    var question = request("", "", fields);
    return new ChangesPage(question, ChangesView.read(status(), question, TODAY)).html(layout(""));
  }

  private String sweeps(String... fields) {
    var question = request("", "", fields);
    return new SweepsPage(question, SweepsView.read(status(), question)).html(layout(""));
  }

  private String channels(String user) {
    var question = request("", user);
    return new ChannelsPage(question, ChannelsView.read(status(), question, TODAY))
        .html(layout(""));
  }

  private String channelTest(String channel) {
    var question = request("", "ops", "name", channel);
    return new ChannelsPage(question, ChannelsView.test(status(), question, TODAY))
        .html(layout("../"));
  }

  private CertificateView only() {
    var found = new ArrayList<CertificateView>();
    site.store().inventory().list(CertificateFilter.ALL, TODAY, found::add);
    return found.getFirst();
  }

  private String firing() {
    return site.store().inventory().alerts(false, TODAY).getFirst().alert().id().key();
  }

  @Test
  void emptyStore_isStatedOnEveryPage() {
    assertThat(certificates()).contains("No certificate is known yet.");
    assertThat(alerts("")).contains("No alert is firing.", "No silences.");
    assertThat(changes()).contains("No changes in this period match the filter.");
    assertThat(sweeps()).contains("No list is watched yet.");
    assertThat(channels("")).contains("No channel is configured", "No deliveries.");
  }

  @Test
  void thousands_areShownPageByPage_eachOnce() {
    read(
        TODAY,
        IntStream.range(0, 2_500)
            .mapToObj(i -> certificate("c" + i, "n" + i, "active", Duration.ofDays(100 + i)))
            .toArray(Certificate[]::new));
    var seen = new HashSet<String>();
    var page = certificates();

    for (var next = next(page); next != null; next = next(page)) {
      assertThat(ROW.matcher(page).results().count()).isEqualTo(100);
      keys(page).forEach(key -> assertThat(seen.add(key)).isTrue());
      page = certificates("after", next);
    }

    keys(page).forEach(seen::add);
    assertThat(seen).hasSize(2_500);
  }

  private static Stream<String> keys(String page) {
    return Pattern.compile("<a href='certificates/([0-9a-z]+)'")
        .matcher(page)
        .results()
        .map(found -> found.group(1));
  }

  private static @Nullable String next(String page) {
    var link = Pattern.compile("rel='next' href='[a-z]+\\?after=([^'&]+)'").matcher(page);
    return link.find() ? link.group(1) : null;
  }

  @Test
  void filters_areKeptInTheForm_andApplied() {
    read(
        TODAY,
        certificate("c1", "alpha", "active", Duration.ofDays(3)),
        certificate("c2", "beta", "revoked", Duration.ofDays(40)));

    assertThat(certificates("status", "revoked")).contains("beta").doesNotContain("alpha");
    assertThat(certificates("within", "7d")).contains("alpha").doesNotContain("beta");
    assertThat(certificates("q", "alp")).contains("alpha", "value='alp'").doesNotContain("beta");
    assertThat(certificates("label.team", "platform")).contains("alpha", "beta");
    assertThat(certificates("label.team", "other")).contains("No certificate matches this filter.");
    assertThat(certificates("from", "2026-12-20", "until", "2027-01-20"))
        .contains("beta")
        .doesNotContain("alpha");
    assertThat(certificates("sort", "name")).contains("aria-sort='ascending'><a class='sort'");
  }

  @Test
  void manyAlerts_areShownPageByPage_eachOnce_andFound() {
    read(
        TODAY,
        IntStream.range(0, 250)
            .mapToObj(
                i -> certificate("c" + i, "n" + i + "x", "active", Duration.ofDays(3 + i % 9)))
            .toArray(Certificate[]::new));
    var seen = new HashSet<String>();
    var page = alerts("");

    for (var next = next(page); next != null; next = next(page)) {
      keys(page).forEach(key -> assertThat(seen.add(key)).isTrue());
      assertThat(seen.size() % 100).isZero();
      page = alerts("", "after", next);
    }

    keys(page).forEach(seen::add);
    assertThat(seen).hasSize(250);
    assertThat(keys(alerts("", "q", "N249X"))).hasSize(1);
    assertThat(alerts("", "severity", "info")).contains("No alert matches this filter.");
  }

  @Test
  void certificate_showsItsAlertStepAndEvents() {
    read(TODAY, certificate("c1", "alpha", "active", Duration.ofDays(3)));

    assertThat(certificatePage(only().key(), ""))
        .contains("At alert step 3d", "next step 1d", "aria-current='step'")
        .contains("certificate.expiring", "alpha expires in 3 d")
        .contains("https://dash.cloudflare.com/a1/example.com/ssl-tls/client-certificates");
  }

  @Test
  void certificate_isFoundByTheKeyOfItsAlert() {
    read(TODAY, certificate("c1", "alpha", "active", Duration.ofDays(3)));

    assertThat(certificatePage(firing(), "")).isEqualTo(certificatePage(only().key(), ""));
  }

  @Test
  void certificate_hasATimeline() {
    read(TODAY.minusSeconds(7200), certificate("c1", "alpha", "active", Duration.ofDays(90)));
    read(TODAY.minusSeconds(3600), certificate("c1", "alpha", "revoked", Duration.ofDays(90)));

    assertThat(certificatePage(only().key(), ""))
        .contains("<del>active</del>", "<ins>revoked</ins>", "baseline");
    assertThat(changes()).contains("<del>active</del>", "alpha").doesNotContain(">baseline</span>");
    assertThat(changes("change", "baseline")).contains(">baseline</span>");
  }

  @Test
  void asOf_showsThePastState() {
    read(TODAY.minus(Duration.ofDays(9)), certificate("c1", "alpha", "active", Duration.ofDays(3)));
    read(
        TODAY.minus(Duration.ofDays(2)), certificate("c1", "alpha", "revoked", Duration.ofDays(3)));

    assertThat(certificates("as_of", "2026-11-15")).contains("active</td>", ", as of ");
    assertThat(certificates("as_of", "2026-11-20")).contains("revoked</td>");
    assertThat(certificates("as_of", "2026-11-01")).contains("No certificate matches this filter.");
  }

  @ParameterizedTest
  @CsvSource({
    "/certificates, 200",
    "/certificates?q=%zz, 400",
    "/certificates?after=nothing, 400",
    "/certificates?from=yesterday, 400",
    "/certificates/nothing, 404",
    "/alerts?after=ZW5kAA, 400",
    "/changes?after=ZW5kAA, 400",
    "/sweeps, 200",
    "/channels, 200"
  })
  void path_hasItsStatus(String path, int status) throws Exception {
    var any = new io.certvigil.web.server.WebSettings("127.0.0.1", 0, null);
    var content = new SiteContent(new EmptyExposition(), Optional::empty, _ -> List.of(), status());

    try (var web = new Web(any, content)) {
      web.start();
      var raw = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      assertThat(answer(web.port(), raw)).startsWith("HTTP/1.1 " + status).contains("</html>");
    }
  }

  /** On a socket, since an HTTP client refuses some of these paths. */
  private static String answer(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void unknownCertificate_isNotFound() {
    assertThatThrownBy(() -> certificatePage("nothing", "")).isInstanceOf(PageNotFound.class);
  }

  @Test
  void alert_isAcknowledgedAndUnacknowledged_byAUser() {
    read(TODAY, certificate("c1", "alpha", "active", Duration.ofDays(3)));
    var acts = new AlertActions(status());

    assertThat(acts.ack(request("", "ops", "key", firing()))).isEqualTo("alerts?said=acknowledged");
    assertThat(alerts("ops", "said", "acknowledged"))
        .contains("<bdi>ops</bdi>", "Unacknowledge", "Acknowledged: no reminders");
    assertThat(acts.ack(request("", "eve", "key", firing())))
        .isEqualTo("alerts?said=acknowledged_before");
    assertThat(acts.ack(request("", "ops", "key", firing(), "undo", "1")))
        .isEqualTo("alerts?said=given_back");
    assertThat(acts.ack(request("", "ops", "key", "nothing"))).isEqualTo("alerts?said=gone");
  }

  @Test
  void silence_isCreated_shown_andEnded() {
    read(TODAY, certificate("c1", "alpha", "active", Duration.ofDays(3)));
    var acts = new AlertActions(status());

    acts.silence(request("", "ops", "zone", "example.*", "lasts", "4", "comment", "moving house"));

    assertThat(alerts("ops")).contains("zone=example.*", "moving house", "silenced until");
    var silence = site.store().silences().list().getFirst();
    assertThat(silence.author()).isEqualTo("ops");
    assertThat(silence.endsAt()).isEqualTo(TODAY.plus(Duration.ofHours(4)));
    assertThat(acts.endSilence(request("", "ops", "id", silence.id())))
        .isEqualTo("alerts?said=ended");
    assertThat(acts.endSilence(request("", "ops", "id", silence.id())))
        .isEqualTo("alerts?said=ended_before");
    assertThat(alerts("ops")).contains("No silences.");
  }

  @Test
  void silence_isNotLongerThanTheConfigAllows() {
    daemon = new FixedDaemon(Map.of(), List.of(), List.of(), Duration.ofDays(7), List.of());
    var acts = new AlertActions(status());

    for (var lasts : List.of("169", "9999", "999999", "9999999999", "0", "-1", "")) {
      assertThatThrownBy(
              () -> acts.silence(request("", "ops", "all", "1", "lasts", lasts, "comment", "why")))
          .isInstanceOf(InvalidForm.class)
          .hasMessageContaining("from 1 to 168 (web.longest_silence: 7d)");
    }
    acts.silence(request("", "ops", "all", "1", "lasts", "168", "comment", "why"));
    assertThat(site.store().silences().list())
        .extracting(Silence::endsAt)
        .containsExactly(TODAY.plus(Duration.ofDays(7)));
    assertThat(alerts("ops"))
        .contains("value='168'", "value='4' selected")
        .doesNotContain("value='336'");
  }

  @Test
  void silenceForEverything_needsTheCheckbox() {
    var acts = new AlertActions(status());

    assertThatThrownBy(() -> acts.silence(request("", "ops", "lasts", "4", "comment", "why")))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("every certificate");
    acts.silence(request("", "ops", "all", "1", "lasts", "4", "comment", "why"));
    assertThat(site.store().silences().list())
        .extracting(Silence::match)
        .containsExactly(Matcher.ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example/", "//evil.example", "../../x", "certificates/../x"})
  void redirect_leadsToOwnPagesOnly(String from) {
    assertThat(new AlertActions(status()).endSilence(request("", "ops", "id", "x", "from", from)))
        .isEqualTo("alerts?said=ended_before");
  }

  @Test
  void withoutUser_theCommandIsShownInsteadOfButtons() {
    read(TODAY, certificate("c1", "alpha", "active", Duration.ofDays(3)));

    assertThat(alerts("")).contains("certvigil ack " + firing()).doesNotContain("method='post'");
    assertThat(certificatePage(only().key(), "")).doesNotContain("method='post'");
    assertThat(alerts("ops")).contains("method='post'").doesNotContain("certvigil ack");
  }

  @Test
  void nextStepOfAKnownRefusal_isShown() {
    site.discover();
    site.fail(GATEWAY, TODAY, FaultReason.HTTP_4XX, "HTTP 403, no JSON [cf-ray 8f1-FRA]");

    assertThat(sweeps()).contains("[cf-ray 8f1-FRA]; next step: ", "egress address");
  }

  @Test
  void permissions_areCountedBySourceAndState() {
    site.discover();
    site.fail(GATEWAY, TODAY.minusSeconds(600), FaultReason.FORBIDDEN, "10000: no permission");
    site.fail(GATEWAY, TODAY, FaultReason.FORBIDDEN, "10000: no permission");

    assertThat(sweeps())
        .contains(
            "1 permission denied of gateway certificates", "1 not read yet of client certificates")
        .contains("10000: no permission");
    assertThat(sweeps("state", "not_tried"))
        .contains("1 of 3 lists")
        .doesNotContain("10000: no permission");
  }

  @Test
  void pausedCredential_isShown() {
    daemon = BUSY;

    var page = sweeps();

    assertThat(page)
        .contains("legacy is paused", "2026-11-20 22:04")
        .doesNotContain("main is paused");
  }

  @Test
  void channels_areTested_andTheReplyIsEscaped() {
    daemon = BUSY;

    assertThat(channels("ops"))
        .contains("Test ops-hook", "Test mail", "warning and above", "action='channels/test'");
    assertThat(channelTest("ops-hook"))
        .contains("Test of ops-hook", "delivered: 204 No Content", "action='../channels/test'");
    assertThat(channelTest("mail"))
        .contains("a@example.com not delivered: 550 &lt;b&gt;who?&lt;/b&gt;");
    assertThatThrownBy(() -> channelTest("gone")).isInstanceOf(PageNotFound.class);
  }

  @Test
  void labels_areFilterFields() {
    daemon = BUSY;

    assertThat(certificates("label.team", "payments"))
        .contains("name='label.team'", "<option value='payments' selected>");
    assertThat(alerts("ops")).contains("name='label.team'");
  }

  static Stream<String> hostile() {
    return Stream.of(
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "{}",
        "</title><u>",
        "javascript:alert(1)");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileNames_areOnlyText(String name) {
    read(TODAY, certificate("c1", name, name, Duration.ofDays(3)));
    read(TODAY, certificate("c1", name + "2", name + "2", Duration.ofDays(4)));
    new AlertActions(status())
        .silence(
            request("", name, "zone", name, "lasts", "4", "comment", name, "label.team", name));

    for (var page :
        List.of(
            certificates("q", name),
            certificates("zone", name),
            certificates(),
            certificatePage(only().key(), "ops"),
            alerts("ops", "q", name, "key", name),
            alerts("ops"),
            changes(),
            sweeps("q", name))) {
      assertThat(page)
          .doesNotContain("<script>", "<img src=x", "' on", "<u>", "href='javascript")
          .contains("</html>");
    }
  }
}
