package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.Behaviour;
import io.certvigil.demo.Breakage;
import io.certvigil.demo.Estate;
import io.certvigil.demo.Held;
import io.certvigil.demo.Limits;
import io.certvigil.demo.Route;
import io.certvigil.demo.SimulatedCloudflare;
import io.certvigil.demo.Truth;
import io.certvigil.demo.WebhookReceiver;
import io.certvigil.demo.Where;
import io.certvigil.model.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real daemon as a process: what its commands, metrics and pages say is what the simulated
 * Cloudflare knows of itself, and no secret is in any of it.
 */
class AgreementIT {
  private static final String NOT_AFTER = "certvigil_certificate_not_after_timestamp_seconds";
  private static final long MOST_MORE_RESIDENT_KB = 150 * 1024;
  private static final int ROWS = 30;
  private static final int LONGEST_LABEL = 200;
  private static final String CONFIG =
      """
      watch: [ { credential: main, every: 1h } ]
      metrics: { certificates: all }
      log: { level: debug }
      """;

  /** One a day from now on, so that they lead the status page too. */
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
          "<th scope=\"row\"><bdi>([^<]*)</bdi><span class=\"sub\">([^<]*)</span></th>.*?"
              + "<time datetime=\"([^\"]*)\">.*?<td class=\"status\">([^<]*)</td>",
          Pattern.DOTALL);

  @TempDir Path folder;

  private final Clock clock = Clock.systemUTC();
  private final Estate estate = Estate.lifelike(5, clock.instant());
  private SimulatedCloudflare cloudflare;
  private WebhookReceiver receiver;
  private Daemon daemon;

  @BeforeEach
  void open() {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var zone = estate.zones().getFirst().zone().id();
    for (int at = 0; at < HOSTILE.size(); at++) {
      var end = now.plus(Duration.ofDays(1 + at)).plusSeconds(at);
      var id = "%032x".formatted(0xabc000 + at);
      var begin = end.minus(Duration.ofDays(365));
      estate.add(Held.of(Source.CLIENT_CERTIFICATES, zone, id, HOSTILE.get(at), begin, end));
    }
    cloudflare = SimulatedCloudflare.start(estate, Limits.none(), clock);
    receiver = WebhookReceiver.start(Daemon.HOOK_SECRET, clock);
    daemon = new Daemon(folder, cloudflare, receiver, CONFIG);
  }

  @AfterEach
  void close() {
    daemon.close();
    receiver.close();
    cloudflare.close();
  }

  private void startAndSweep() {
    daemon.start();
    await().atMost(Duration.ofMinutes(1)).until(this::swept);
  }

  private boolean swept() throws SQLException {
    try (var database = daemon.connect();
        var statement = database.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM scope WHERE complete_at IS NULL)
                     + (SELECT count(*) FROM delivery WHERE closed_at IS NULL)
                     + (SELECT count(*) = 0 FROM scope)
                     + (SELECT count(*) FROM event
                        WHERE position > (SELECT min(mark) FROM channel))
                """)) {
      return row.next() && row.getLong(1) == 0;
    }
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("certvigil.yml").toString()));
    return Outcome.of(folder, all.toArray(String[]::new));
  }

  /** A certificate as any of the outlets tells it. */
  private record Fact(
      String source, String owner, String id, String name, @Nullable Instant end, String status) {}

  private List<Fact> truth() {
    return estate.truth(clock.instant()).stream().map(AgreementIT::fact).toList();
  }

  private static Fact fact(Truth truth) {
    return new Fact(
        truth.source().word(),
        truth.ownerId(),
        truth.certificateId(),
        harmless(truth.name()),
        truth.notAfter(),
        truth.status());
  }

  /** Our own word for it: what moves a cursor or turns text around is a blank. */
  private static String harmless(String name) {
    return name.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ").strip();
  }

  @Test
  void listMetricsAndPageAgreeWithTheTruth() throws Exception {
    startAndSweep();

    var listed = list();
    var page = Exposition.of(daemon.get("metrics"));
    var rows = soonest(daemon.get(""));

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
            + " truth%n",
        listed.size(), ends(page).size(), statuses(page).size(), rows.size());
  }

  private List<Fact> list() throws IOException, InterruptedException {
    var outcome = run("list", "--output", "json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
    return JsonParser.parseString(outcome.out()).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(AgreementIT::listed)
        .toList();
  }

  private static Fact listed(JsonObject json) {
    var zone = json.get("zone");
    var owner = zone.isJsonNull() ? json.get("account") : zone;
    var end = json.get("not_after");
    return new Fact(
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

  private static Map<List<String>, Long> ends(Exposition page) {
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

  private static String owner(Exposition.Sample sample) {
    return sample.label("zone_id").isEmpty() ? sample.label("account_id") : sample.label("zone_id");
  }

  private Map<String, String> trueStatuses() {
    return truth().stream().collect(Collectors.toMap(Fact::id, Fact::status));
  }

  private static Map<String, String> statuses(Exposition page) {
    return page.all("certvigil_certificate_info").stream()
        .collect(
            Collectors.toMap(
                sample -> sample.label("certificate_id"), sample -> sample.label("status")));
  }

  private long undated() {
    return truth().stream().filter(fact -> fact.end() == null).count();
  }

  /** Name, source, end and status of what ends soonest and is not revoked. */
  private List<List<String>> trueRows() {
    return truth().stream()
        .filter(fact -> fact.end() != null && !fact.status().equals(Held.REVOKED))
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
    startAndSweep();
    var seen = new LinkedHashMap<String, String>();
    for (var path : List.of("", "metrics", "-/healthy", "-/ready", "nowhere")) {
      seen.put("/" + path, daemon.get(path));
    }
    seen.put("openmetrics", openMetrics());
    for (var command : List.of("list", "alerts")) {
      for (var format : List.of("table", "json", "csv")) {
        var outcome = run(command, "--output", format, "--debug");
        seen.put(command + " " + format, outcome.out() + outcome.err());
      }
    }
    var checked = run("check-config");
    seen.put("check-config", checked.out() + checked.err());
    seen.put("webhooks", receiver.received().toString() + told());
    for (var file : files()) {
      seen.put(file.getFileName().toString(), bytes(file));
    }

    assertThat(seen).containsKeys("certvigil.db", "certvigil.db-wal", "log.txt");
    assertThat(seen.get("log.txt")).contains("DEBUG");
    assertThat(checked.exit()).isZero();
    assertThat(checked.out()).contains("***");
    var served = raw();
    assertThat(served).contains(Estate.PRIVATE_MARKER, "CERTIFICATE REQUEST");
    for (var secret : secrets()) {
      assertThat(seen)
          .allSatisfy((where, text) -> assertThat(text.contains(secret)).as(where).isFalse());
    }
    System.out.printf("no secret in any of %s%n", seen.keySet());
  }

  /** What the daemon was given to read. */
  private String raw() throws IOException, InterruptedException {
    var zone = estate.zones().getFirst().zone().id();
    var list = cloudflare.baseUrl() + "/zones/" + zone + "/client_certificates?per_page=50";
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
        Daemon.HOOK_SECRET.reveal(),
        Estate.PRIVATE_MARKER,
        "CERTIFICATE REQUEST",
        "PRIVATE KEY");
  }

  private String told() {
    return receiver.received().stream()
        .map(message -> message.text())
        .collect(Collectors.joining("\n"));
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> !file.getFileName().toString().equals("certvigil.yml")).toList();
    }
  }

  private static String bytes(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private String openMetrics() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(Objects.requireNonNull(daemon.web()).resolve("metrics"))
              .header("Accept", "application/openmetrics-text; version=1.0.0")
              .build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void stopsWithinTenSeconds_inTheMiddleOfASweep() throws Exception {
    cloudflare.faults().inject(Breakage.HANG, Where.on(Route.CLIENT_CERTIFICATES));
    receiver.behave(new Behaviour.Hang());
    daemon.start();
    await().until(() -> cloudflare.faults().broken() >= 1);

    long begin = System.nanoTime();
    int exit = daemon.terminate();
    var took = Duration.ofNanos(System.nanoTime() - begin);

    System.out.printf("stopped in the middle of a sweep after %d ms%n", took.toMillis());
    assertThat(exit).isZero();
    assertThat(took).isLessThan(Duration.ofSeconds(10));
    assertThat(daemon.log()).contains("stopping").doesNotContain(" ERROR ", "did not stop");
  }

  @Test
  void memoryStaysFlat_whenEveryListIsHugeOrDeep() throws Exception {
    startAndSweep();
    run("sweep");
    long before = residentKilobytes();
    for (var breakage : List.of(Breakage.HUGE_BODY, Breakage.DEEP_JSON)) {
      cloudflare.faults().inject(breakage, Where.on(Route.CLIENT_CERTIFICATES));
      assertThat(run("sweep").exit()).isZero();
      cloudflare.faults().clear();
    }
    long after = residentKilobytes();

    System.out.printf(
        "daemon: resident memory %,d kB, after %d lists of 300 MB and as many of 100,000 levels"
            + " %,d kB%n",
        before, estate.zones().size(), after);
    assertThat(after - before).isLessThan(MOST_MORE_RESIDENT_KB);
    assertThat(list()).containsExactlyInAnyOrderElementsOf(truth());
  }

  private long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void secondDaemon_isRefusedWithThePidOfTheFirst() throws Exception {
    daemon.start();

    var second = run("run");

    assertThat(second.exit()).isEqualTo(4);
    assertThat(second.err()).hasLineCount(1).contains("pid " + daemon.pid());
    assertThat(daemon.alive()).isTrue();
  }

  @Test
  void sweep_asksTheRunningDaemon() throws Exception {
    startAndSweep();
    long first = cloudflare.requests();

    var outcome = run("sweep");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).isEqualTo("Swept by the running daemon.\n");
    assertThat(cloudflare.requests()).isEqualTo(2 * first);
  }

  @Test
  void sweep_readsItself_whereNoDaemonRuns() throws Exception {
    var outcome = run("sweep");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).hasLineCount(1).contains("0 failed");
    assertThat(list()).containsExactlyInAnyOrderElementsOf(truth());
  }

  @Test
  void sweep_saysThatCloudflareIsNotReadable() throws Exception {
    cloudflare.refuse(SimulatedCloudflare.TOKEN);

    assertThat(run("sweep").exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "4, list",
    "4, alerts",
    "2, lst",
    "2, list --source nonsense",
    "2, list --expiring-within soon",
    "2, list --output xml",
    "2, run --port 7",
    "0, version",
    "0, --help"
  })
  void misuse_isOneLineAndItsExitCode(int exit, String arguments) throws Exception {
    var words = new ArrayList<>(List.of(arguments.split(" ", -1)));
    if (!arguments.startsWith("--") && !arguments.equals("version")) {
      words.addAll(List.of("--config", folder.resolve("certvigil.yml").toString()));
    }

    var outcome = Outcome.of(folder, words.toArray(String[]::new));

    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(outcome.err().lines().count()).isEqualTo(exit == 0 ? 0 : 1);
    assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void badConfig_isToldWithItsPlace() throws Exception {
    var bad = folder.resolve("bad.yml");
    Files.writeString(
        bad,
        """
        cloudflare:
          timeout: soon
          credentials: { main: { api_token: x } }
        metrics: { certificates: some }
        wach: []
        """);

    var outcome = Outcome.of(folder, "run", "--config", bad.toString());

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err().lines().toList())
        .hasSize(3)
        .allMatch(line -> line.matches(Pattern.quote(bad.toString()) + ":\\d+:\\d+: [a-z.]+: .*"));
    assertThat(outcome.err()).contains(":2:12: cloudflare.timeout:", "did you mean watch?");
  }
}
