package io.certvigil.metrics;

import static io.certvigil.metrics.MetricsPages.ALL;
import static io.certvigil.metrics.MetricsPages.open;
import static io.certvigil.metrics.MetricsPages.page;
import static io.certvigil.metrics.MetricsPages.text;
import static io.certvigil.metrics.MetricsScopes.ACME;
import static io.certvigil.metrics.MetricsScopes.CLIENTS;
import static io.certvigil.metrics.MetricsScopes.TODAY;
import static io.certvigil.metrics.MetricsScopes.certificate;
import static io.certvigil.metrics.MetricsScopes.committed;
import static io.certvigil.metrics.MetricsScopes.firing;
import static io.certvigil.metrics.MetricsScopes.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.Change;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Severity;
import io.certvigil.store.CommittedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsPageTest {
  private static final String OF_CLIENTS =
      "source=\"client_certificates\",account_id=\"a1\",zone_id=\"z1\"";
  private static final MetricsSettings EXPIRING = MetricsSettings.DEFAULTS;

  /** The page after a reading of the client certificates. */
  private static String pageWith(MetricsSettings settings, Certificate... certificates) {
    var page = page(settings);
    page.update(read(CLIENTS, certificates));
    return text(page);
  }

  @Test
  void certificate_hasItsExactExpiry() {
    assertThat(pageWith(ALL, certificate("c1", Duration.ofDays(3))))
        .contains(
            "certvigil_certificate_not_after_timestamp_seconds{"
                + OF_CLIENTS
                + ",certificate_id=\"c1\",name=\"c1.example.com\"} 1795471200\n");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "86399, 0", "86400, 1", "-1, -1", "-86400, -1", "-86401, -2"})
  void days_areRoundedDown(long left, long days) {
    assertThat(pageWith(ALL, certificate("c1", Duration.ofSeconds(left))))
        .contains(",name=\"c1.example.com\"} " + days + "\n");
  }

  @Test
  void days_areLeftOut_ifDisabled() {
    assertThat(
            pageWith(
                new MetricsSettings(MetricsSettings.Mode.ALL, Duration.ofDays(60), 100, false),
                certificate("c1", Duration.ofDays(3))))
        .doesNotContain("days_to_expiry");
  }

  @Test
  void unknownExpiry_isCountedAndNeverADate() {
    assertThat(
            pageWith(
                ALL,
                certificate("c1", "a", "active", new Expiry.Never()),
                certificate("c2", "b", "active", new Expiry.Unreadable("?", null)),
                certificate("c3", "c", "active", new Expiry.Unreadable("?", TODAY))))
        .contains("certvigil_certificates_without_expiry{" + OF_CLIENTS + ",reason=\"none\"} 1\n")
        .contains("without_expiry{" + OF_CLIENTS + ",reason=\"unreadable\"} 2\n")
        .doesNotContain("certificate_id=\"c1\",name", "certificate_id=\"c2\",name")
        .contains("certificate_id=\"c3\",name=\"c\"} " + TODAY.getEpochSecond() + "\n")
        .containsPattern("certvigil_certificate_info\\{certificate_id=\"c1\".*,managed=\"false\"");
  }

  @Test
  void lists_areCountedByStatus_andAnUnusedStatusStaysAtZero() {
    var page = page(ALL);
    var gone = certificate("c2", "b", "revoked", Expiry.on(TODAY));

    page.update(
        committed(
            CLIENTS,
            List.of(
                MetricsScopes.present(certificate("c1", Duration.ofDays(3))),
                MetricsScopes.absent(gone)),
            null,
            List.of(),
            List.of()));

    assertThat(text(page))
        .contains("certvigil_certificates{" + OF_CLIENTS + ",status=\"active\"} 1\n")
        .contains("certvigil_certificates{" + OF_CLIENTS + ",status=\"revoked\"} 0\n")
        .doesNotContain("certificate_id=\"c2\"");
  }

  @Test
  void emptyList_isCountedAsZero() {
    assertThat(pageWith(ALL))
        .contains("certvigil_certificates{" + OF_CLIENTS + ",status=\"none\"} 0\n")
        .contains("certvigil_reading_items{" + OF_CLIENTS + "} 0\n");
  }

  @Test
  void expiring_isCumulative_andExpiredCertificatesCountInEveryBucket() {
    assertThat(
            pageWith(
                EXPIRING,
                certificate("c1", Duration.ofDays(-3)),
                certificate("c2", Duration.ofDays(5)),
                certificate("c3", Duration.ofDays(80))))
        .contains("account_id=\"a1\",within=\"0d\"} 1\n")
        .contains("account_id=\"a1\",within=\"3d\"} 1\n")
        .contains("account_id=\"a1\",within=\"7d\"} 2\n")
        .contains("account_id=\"a1\",within=\"60d\"} 2\n")
        .contains("account_id=\"a1\",within=\"90d\"} 3\n");
  }

  @Test
  void revoked_hasSeriesButIsNotCountedAsExpiring() {
    assertThat(pageWith(ALL, certificate("c1", "a", "revoked", Expiry.on(TODAY.minusSeconds(9)))))
        .contains("certificate_id=\"c1\",name=\"a\"} " + TODAY.minusSeconds(9).getEpochSecond())
        .contains("account_id=\"a1\",within=\"90d\"} 0\n")
        .doesNotContain("certvigil_earliest_not_after_timestamp_seconds{");
  }

  @Test
  void weeks_areCountedFromNow_withoutExpiredOnes() {
    assertThat(
            pageWith(
                EXPIRING,
                certificate("c1", Duration.ofDays(-3)),
                certificate("c2", Duration.ofDays(6)),
                certificate("c3", Duration.ofDays(7)),
                certificate("c4", Duration.ofDays(370)),
                certificate("c5", Duration.ofDays(371))))
        .contains("{source=\"client_certificates\",week=\"0\"} 1\n")
        .contains("{source=\"client_certificates\",week=\"1\"} 1\n")
        .contains("{source=\"client_certificates\",week=\"52\"} 1\n")
        .contains("{source=\"client_certificates\",week=\"later\"} 1\n");
  }

  @Test
  void certificate_entersTheHorizon_withoutAnyReading() {
    var now = new AtomicReference<>(TODAY);
    var page = page(EXPIRING, now::get);
    page.update(read(CLIENTS, certificate("c1", Duration.ofDays(400))));
    assertThat(text(page)).contains("certvigil_certificate_series 0\n");

    now.set(TODAY.plus(Duration.ofDays(341)));

    assertThat(text(page))
        .contains("certvigil_certificate_series 1\n")
        .contains("certificate_id=\"c1\",name=\"c1.example.com\"} 59\n")
        .contains("certvigil_certificate_info{certificate_id=\"c1\"");
  }

  @Test
  void firingCertificate_isShown_forAnyExpiry() {
    var page = page(EXPIRING);

    page.update(
        committed(
            CLIENTS,
            List.of(
                MetricsScopes.present(certificate("c1", Duration.ofDays(300))),
                MetricsScopes.present(certificate("c2", Duration.ofDays(300)))),
            null,
            List.of(),
            List.of(firing(CLIENTS.key(), "c2", Severity.WARNING))));

    assertThat(text(page))
        .contains("certificate_id=\"c2\",name")
        .doesNotContain("certificate_id=\"c1\"")
        .contains("certvigil_alerts{severity=\"warning\",source=\"client_certificates\"} 1\n");
  }

  @Test
  void series_areLimited_earliestExpiryFirst() {
    var page = page(new MetricsSettings(MetricsSettings.Mode.ALL, Duration.ofDays(60), 3, true));
    page.update(read(scope("z1"), many(0, 4)));
    page.update(read(scope("z2"), many(2, 4)));

    var text = text(page);

    assertThat(text)
        .contains("certvigil_certificate_series 3\n", "certvigil_certificate_series_dropped 5\n")
        .contains("\"z1-0\",name", "\"z1-1\",name");
    assertThat(text.lines().filter(line -> line.startsWith("certvigil_certificate_not_after")))
        .hasSize(3);
    assertThat(text.lines().filter(line -> line.startsWith("certvigil_certificate_info")))
        .hasSize(3);
  }

  private static Scope scope(String zone) {
    return Scope.ofZone(Source.CLIENT_CERTIFICATES, ACME, new ResourceRef(zone, zone + ".example"));
  }

  private static List<Certificate> many(int firstDay, int count) {
    var zone = firstDay == 0 ? "z1" : "z2";
    return IntStream.range(0, count)
        .mapToObj(i -> certificate(zone + "-" + i, Duration.ofDays(firstDay + i)))
        .toList();
  }

  @Test
  void certificatesHaveNoSeries_inModeNone() {
    assertThat(
            pageWith(
                new MetricsSettings(MetricsSettings.Mode.NONE, Duration.ofDays(60), 100, true),
                certificate("c1", Duration.ofDays(3))))
        .doesNotContain("certificate_id=")
        .contains("within=\"3d\"} 0\n");
  }

  @Test
  void sameIdInTwoLists_hasOneInfoAndTwoSeries() {
    var page = page(ALL);
    page.update(read(scope("z1"), certificate("c1", Duration.ofDays(3))));
    page.update(read(scope("z2"), certificate("c1", Duration.ofDays(3))));

    var text = text(page);

    assertThat(text.lines().filter(line -> line.startsWith("certvigil_certificate_info")))
        .hasSize(1);
    assertThat(text.lines().filter(line -> line.startsWith("certvigil_certificate_not_after")))
        .hasSize(2);
  }

  @Test
  void failure_keepsTheSeries_andIsShown() {
    var page = page(ALL);
    var item = MetricsScopes.present(certificate("c1", Duration.ofDays(3)));

    page.update(
        committed(
            CLIENTS,
            List.of(item),
            new Fault(FaultReason.FORBIDDEN, "10000"),
            List.of(),
            List.of()));

    assertThat(text(page))
        .contains("certificate_id=\"c1\",name")
        .contains("certvigil_reading_permitted{" + OF_CLIENTS + "} 0\n")
        .contains("reading_last_success_timestamp_seconds{" + OF_CLIENTS + "} 1795212000\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultReason.class,
      names = {"TIMEOUT", "NETWORK", "HTTP_5XX"})
  void permission_isKept_whenAFailureSaysNothingAboutIt(FaultReason reason) {
    var page = page(ALL);
    page.update(failed(FaultReason.FORBIDDEN));

    page.update(failed(reason));

    assertThat(text(page)).contains("certvigil_reading_permitted{" + OF_CLIENTS + "} 0\n");
  }

  @Test
  void listThatFailsWithAnother4xx_isNotHiddenBehindADenial() {
    var page = page(ALL);
    page.update(failed(FaultReason.FORBIDDEN));

    page.update(failed(FaultReason.HTTP_4XX));

    assertThat(text(page)).contains("certvigil_reading_permitted{" + OF_CLIENTS + "} 1\n");
  }

  private static CommittedScope failed(FaultReason reason) {
    return committed(CLIENTS, List.of(), new Fault(reason, ""), List.of(), List.of());
  }

  @Test
  void scopeThatWasNeverRead_isNotCounted() {
    var page = page(ALL);

    page.update(failed(FaultReason.FORBIDDEN));

    assertThat(text(page))
        .doesNotContain(
            "certvigil_certificates{", "within=", "reading_last_success_timestamp_seconds{")
        .contains("certvigil_reading_last_attempt_timestamp_seconds{" + OF_CLIENTS);
  }

  @Test
  void changes_areCounted_exceptTheBaseline() {
    var page = page(ALL);
    var one = certificate("c1", Duration.ofDays(3));

    page.update(
        committed(
            CLIENTS,
            List.of(MetricsScopes.present(one)),
            null,
            List.of(
                new Change.Appeared(one, true, false),
                new Change.Appeared(one, false, false),
                new Change.Renewed(one, one),
                new Change.Missed(one, TODAY)),
            List.of()));

    assertThat(text(page))
        .contains("changes_total{source=\"client_certificates\",change=\"appeared\"} 1\n")
        .contains("changes_total{source=\"client_certificates\",change=\"renewed\"} 1\n")
        .contains("changes_total{source=\"client_certificates\",change=\"disappeared\"} 0\n");
  }

  @Test
  void healthAlerts_areCounted_untilResolved() {
    var page = page(ALL);
    var alert = firing("", "main", Severity.WARNING);

    page.countEvents(List.of(MetricsScopes.event(EventType.SOURCE_UNREADABLE, alert)));

    assertThat(text(page))
        .contains("certvigil_events_total{type=\"source.unreadable\"} 1\n")
        .contains("certvigil_alerts{severity=\"warning\",source=\"\"} 1\n");
    page.firing(List.of());
    assertThat(text(page)).contains("certvigil_alerts{severity=\"warning\",source=\"\"} 0\n");
  }

  @Test
  void knownSeries_existAtZeroBeforeAnyEvent() {
    assertThat(text(page(ALL)))
        .contains("certvigil_events_total{type=\"certificate.expired\"} 0\n")
        .contains("changes_total{source=\"gateway_certificates\",change=\"metadata\"} 0\n")
        .contains("certvigil_alerts{severity=\"critical\",source=\"client_certificates\"} 0\n")
        .contains("expiring_in_week{source=\"gateway_certificates\",week=\"later\"} 0\n")
        .contains("certvigil_build_info{version=\"0.1.0\",revision=\"abc\"} 1\n");
  }

  @Test
  void processMetrics_areAFixedSelection() {
    assertThat(text(page(ALL)).lines().filter(line -> line.matches("# TYPE (process|jvm)_.*")))
        .containsExactly(
            "# TYPE jvm_classes_currently_loaded gauge",
            "# TYPE jvm_gc_collection_seconds summary",
            "# TYPE jvm_memory_committed_bytes gauge",
            "# TYPE jvm_memory_max_bytes gauge",
            "# TYPE jvm_memory_used_bytes gauge",
            "# TYPE jvm_threads_current gauge",
            "# TYPE jvm_threads_daemon gauge",
            "# TYPE process_cpu_seconds_total counter",
            "# TYPE process_max_fds gauge",
            "# TYPE process_open_fds gauge",
            "# TYPE process_resident_memory_bytes gauge",
            "# TYPE process_start_time_seconds gauge",
            "# TYPE process_virtual_memory_bytes gauge");
  }

  @Test
  void scope_isReplacedAndRemoved() {
    var page = page(ALL);
    page.update(read(CLIENTS, certificate("c1", Duration.ofDays(3))));
    page.update(read(CLIENTS, certificate("c2", Duration.ofDays(3))));
    assertThat(text(page)).contains("\"c2\"").doesNotContain("\"c1\"");

    page.remove(CLIENTS.key());

    assertThat(text(page)).doesNotContain("\"c2\"", "\"z1\"");
  }

  @Test
  void unchangedScope_givesTheSamePage() {
    var page = page(EXPIRING);
    var committed =
        read(
            CLIENTS,
            certificate("c1", Duration.ofDays(3)),
            certificate("c2", Duration.ofDays(900)));
    page.update(committed);
    var before = text(page).lines().filter(line -> line.startsWith("certvigil_")).toList();

    page.update(committed);

    assertThat(text(page).lines().filter(line -> line.startsWith("certvigil_")))
        .containsExactlyElementsOf(before);
  }

  @Test
  void changedCertificate_isShown_withoutAReportedChange() {
    var page = page(EXPIRING);
    page.update(read(CLIENTS, certificate("c1", Duration.ofDays(3))));

    page.update(read(CLIENTS, certificate("c1", Duration.ofDays(4))));

    assertThat(text(page)).contains("name=\"c1.example.com\"} 4\n");
  }

  @Test
  void newestNameOfAZone_isUsed() {
    var page = page(ALL);
    page.update(read(scope("z1")));

    var renamed = new ResourceRef("z1", "new.example");
    page.update(read(Scope.ofZone(Source.ACCESS_CERTIFICATES, ACME, renamed)));

    assertThat(text(page).lines().filter(line -> line.startsWith("certvigil_zone_info{")))
        .containsExactly(
            "certvigil_zone_info{zone_id=\"z1\",zone_name=\"new.example\",account_id=\"a1\"} 1");
  }

  @Test
  void openMetrics_hasItsTypesAndOneEnd() {
    var page = page(ALL);
    page.update(read(CLIENTS, certificate("c1", Duration.ofDays(3))));

    assertThat(open(page))
        .contains("# TYPE certvigil_events counter\n", "# TYPE certvigil_certificate info\n")
        .doesNotContain("_created")
        .endsWith("\n# EOF\n")
        .containsOnlyOnce("# EOF");
  }

  @Test
  void extremeDates_areSupported() {
    assertThat(
            pageWith(
                ALL,
                certificate("c1", "a", "active", Expiry.on(Instant.MAX)),
                certificate("c2", "b", "active", Expiry.on(Instant.MIN))))
        .contains("name=\"a\"} 31556889864403199\n", "name=\"b\"} -31557014167219200\n");
  }
}
