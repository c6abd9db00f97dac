package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.simulator.ExpectedCertificate;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon as a process: its commands, metrics and pages agree with the data of the simulated
 * Cloudflare, and contain no secret.
 */
class AgreementIT {
  private static final String NOT_AFTER = "certvigil_certificate_not_after_timestamp_seconds";
  private static final int ROWS = 30;
  private static final int LONGEST_LABEL = 200;

  /** One expires each day from now on, so that they are also first on the status page. */
  private static final List<String> HOSTILE =
      List.of(
          "line\nbreak\r\nagain",
          "tab\there \u0007bell \u001b[31mred",
          "nul\u0000byte",
          "\u202egnp.exe",
          "zero\u200bwidth \u2028 separated",
          "=cmd|' /C calc'!A0",
          "${jndi:ldap://x} {{7*7}} %s %n {}",
          "\"><img src=x onerror=alert(1)>",
          "]]>&amp;&#39;&lt;",
          "emoji \ud83d\udd10 \u0645\u0631\u062d\u0628\u0627",
          "\"},{\"id\":\"forged\"",
          "back\\slash\\n\" name=\"x\"} 1",
          "'; DROP TABLE certificate; --");

  private static final Pattern ROW =
      Pattern.compile(
          "<a href='certificates/[0-9a-z]{10}'><bdi>([^<]*)</bdi></a><span"
              + " class='sub'>([^<]*)</span></th>.*?<time datetime='([^']*)'.*?<td"
              + " class='status'>([^<]*)</td>",
          Pattern.DOTALL);

  @TempDir Path folder;

  private DaemonEnvironment site;

  @BeforeEach
  void open() {
    site = new DaemonEnvironment(folder);
    var now = site.clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var zone = site.estate.zones().getFirst().zone().id();
    for (int at = 0; at < HOSTILE.size(); at++) {
      var end = now.plus(Duration.ofDays(1 + at)).plusSeconds(at);
      var id = "%032x".formatted(0xabc000 + at);
      var begin = end.minus(Duration.ofDays(365));
      site.estate.add(
          SimulatedCertificate.of(
              Source.CLIENT_CERTIFICATES, zone, id, HOSTILE.get(at), begin, end));
    }
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** A certificate as each of the outputs shows it. */
  private record CertificateFact(
      String source, String owner, String id, String name, @Nullable Instant end, String status) {}

  private List<CertificateFact> truth() {
    return site.estate.expectedCertificates(site.clock.instant()).stream()
        .map(AgreementIT::fact)
        .toList();
  }

  private static CertificateFact fact(ExpectedCertificate truth) {
    return new CertificateFact(
        truth.source().word(),
        truth.ownerId(),
        truth.certificateId(),
        harmless(truth.name()),
        truth.notAfter(),
        truth.status());
  }

  /**
   * As it must be shown: characters that move a cursor or change the direction of text are blanks.
   */
  private static String harmless(String name) {
    return name.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ").strip();
  }

  @Test
  void listMetricsAndPageAgreeWithTheTruth() throws Exception {
    site.startAndSweep();

    var listed = list();
    var page = ExpositionText.of(site.daemon.get("metrics"));
    var rows = soonest(site.daemon.get(""));

    assertThat(truth()).hasSizeGreaterThan(400);
    assertThat(listed).containsExactlyInAnyOrderElementsOf(truth());
    assertThat(ends(page)).isEqualTo(trueEnds());
    assertThat(statuses(page)).isEqualTo(trueStatuses());
    assertThat(page.sum("certvigil_certificates")).isEqualTo((double) truth().size());
    assertThat(page.sum("certvigil_certificates_without_expiry")).isEqualTo((double) undated());
    assertThat(page.sum("certvigil_certificate_series_dropped")).isZero();
    assertThat(rows).isEqualTo(trueRows());
    System.out.printf(
        "list: %d certificates, metrics: %d dates and %d statuses, page: %d rows, all as in"
            + " Cloudflare%n",
        listed.size(), ends(page).size(), statuses(page).size(), rows.size());
  }

  private List<CertificateFact> list() throws IOException, InterruptedException {
    var outcome = site.run("list", "--output", "json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
    return JsonParser.parseString(outcome.out()).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(AgreementIT::listed)
        .toList();
  }

  private static CertificateFact listed(JsonObject json) {
    var zone = json.get("zone");
    var owner = zone.isJsonNull() ? json.get("account") : zone;
    var end = json.get("not_after");
    return new CertificateFact(
        json.get("source").getAsString(),
        owner.getAsJsonObject().get("id").getAsString(),
        json.get("id").getAsString(),
        json.get("name").getAsString(),
        end.isJsonNull() ? null : Instant.parse(end.getAsString()),
        json.get("status").getAsString());
  }

  private Map<List<String>, Long> trueEnds() {
    return truth().stream()
        .filter(fact -> fact.end() != null)
        .collect(
            Collectors.toMap(
                fact -> List.of(fact.source(), fact.owner(), fact.id(), label(fact.name())),
                fact -> Objects.requireNonNull(fact.end()).getEpochSecond()));
  }

  private static String label(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_LABEL
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_LABEL)) + "…";
  }

  private static Map<List<String>, Long> ends(ExpositionText page) {
    return page.all(NOT_AFTER).stream()
        .collect(
            Collectors.toMap(
                sample ->
                    List.of(
                        sample.label("source"),
                        owner(sample),
                        sample.label("certificate_id"),
                        sample.label("name")),
                sample -> (long) sample.value()));
  }

  private static String owner(ExpositionText.Sample sample) {
    return sample.label("zone_id").isEmpty() ? sample.label("account_id") : sample.label("zone_id");
  }

  private Map<String, String> trueStatuses() {
    return truth().stream().collect(Collectors.toMap(CertificateFact::id, CertificateFact::status));
  }

  private static Map<String, String> statuses(ExpositionText page) {
    return page.all("certvigil_certificate_info").stream()
        .collect(
            Collectors.toMap(
                sample -> sample.label("certificate_id"), sample -> sample.label("status")));
  }

  private long undated() {
    return truth().stream().filter(fact -> fact.end() == null).count();
  }

  /** Name, source, expiry and status of what is not revoked and still ahead, the soonest first. */
  private List<List<String>> trueRows() {
    var now = site.clock.instant();
    return truth().stream()
        .filter(fact -> fact.end() != null && fact.end().isAfter(now))
        .filter(fact -> !fact.status().equals(SimulatedCertificate.REVOKED))
        .sorted(Comparator.comparing(fact -> Objects.requireNonNull(fact.end())))
        .limit(ROWS)
        .map(
            fact ->
                List.of(
                    fact.name(),
                    fact.source().replace('_', ' '),
                    String.valueOf(fact.end()),
                    fact.status().replace('_', ' ')))
        .toList();
  }

  private static List<List<String>> soonest(String page) {
    return ROW.matcher(page)
        .results()
        .map(
            row ->
                List.of(text(row.group(1)), text(row.group(2)), row.group(3), text(row.group(4))))
        .toList();
  }

  private static String text(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  @Test
  void noSecretIsAnywhere() throws Exception {
    site.startAndSweep();
    var seen = new LinkedHashMap<String, String>();
    for (var path : List.of("", "metrics", "-/healthy", "-/ready", "nowhere")) {
      seen.put("/" + path, site.daemon.get(path));
    }
    seen.put("openmetrics", openMetrics());
    for (var command : List.of("list", "alerts")) {
      for (var format : List.of("table", "json", "csv")) {
        var outcome = site.run(command, "--output", format, "--debug");
        seen.put(command + " " + format, outcome.out() + outcome.err());
      }
    }
    var checked = site.run("check-config");
    seen.put("check-config", checked.out() + checked.err());
    seen.put("webhooks", site.receiver.received().toString() + receivedText());
    for (var file : files()) {
      seen.put(file.getFileName().toString(), bytes(file));
    }

    assertThat(seen).containsKeys("certvigil.db", "certvigil.db-wal", "log.txt");
    assertThat(seen.get("log.txt")).contains("DEBUG");
    assertThat(checked.exit()).isZero();
    assertThat(checked.out()).contains("***");
    var served = raw();
    assertThat(served).contains(SimulatedEstate.PRIVATE_MARKER, "CERTIFICATE REQUEST");
    for (var secret : secrets()) {
      assertThat(seen)
          .allSatisfy((where, text) -> assertThat(text.contains(secret)).as(where).isFalse());
    }
    System.out.printf("no secret in any of %s%n", seen.keySet());
  }

  /** A response as the daemon receives it. */
  private String raw() throws IOException, InterruptedException {
    var zone = site.estate.zones().getFirst().zone().id();
    var list = site.cloudflare.baseUrl() + "/zones/" + zone + "/client_certificates?per_page=50";
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(list))
              .header("Authorization", "Bearer " + SimulatedCloudflare.TOKEN.reveal())
              .build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static List<String> secrets() {
    return List.of(
        SimulatedCloudflare.TOKEN.reveal(),
        DaemonProcess.HOOK_SECRET.reveal(),
        SimulatedEstate.PRIVATE_MARKER,
        "CERTIFICATE REQUEST",
        "PRIVATE KEY");
  }

  private String receivedText() {
    return site.receiver.received().stream()
        .map(message -> message.text())
        .collect(Collectors.joining("\n"));
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(Files::isRegularFile) // not the socket
          .filter(file -> !file.getFileName().toString().equals("certvigil.yml"))
          .toList();
    }
  }

  private static String bytes(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private String openMetrics() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(Objects.requireNonNull(site.daemon.web()).resolve("metrics"))
              .header("Accept", "application/openmetrics-text; version=1.0.0")
              .build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void sweep_runsInTheCommand_ifNoDaemonRuns() throws Exception {
    var outcome = site.run("sweep");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).hasLineCount(1).contains("0 failed");
    assertThat(list()).containsExactlyInAnyOrderElementsOf(truth());
  }
}
