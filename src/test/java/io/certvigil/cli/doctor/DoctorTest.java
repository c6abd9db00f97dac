package io.certvigil.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.cli.CommandOutput;
import io.certvigil.cli.CommandRunner;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.ApiToken;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.net.TlsReceiver;
import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor with working and with broken Cloudflare, store and receivers. */
@Timeout(120)
class DoctorTest {
  private static final String THREE =
      "sources: [client_certificates, access_certificates, gateway_certificates]";

  @TempDir private Path folder;
  private DoctorFixture fixture;

  @BeforeEach
  void open() {
    fixture = new DoctorFixture(folder, 1).watch("[ { " + THREE + " } ]");
    fixture.alertmanagers(fixture.origin());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Replaces the fixture by one with three zones. */
  private void threeZones(String watch) {
    fixture.close();
    fixture = new DoctorFixture(folder, 3).watch(watch);
  }

  private static String line(CommandOutput answer, String name) {
    return answer
        .out()
        .lines()
        .filter(line -> line.substring(Math.min(line.length(), 9)).startsWith(name))
        .findFirst()
        .orElse("");
  }

  /** What a test breaks before the doctor runs. */
  interface Breakage {
    void apply(DoctorFixture fixture) throws IOException;
  }

  private static Arguments problem(Breakage breakage, int exit, String... lines) {
    return Arguments.of(breakage, exit, List.of(lines));
  }

  private static Breakage token(ApiToken how) {
    return fixture -> fixture.cloudflare().addToken(SimulatedCloudflare.TOKEN, how);
  }

  private static ApiToken expiring(int days) {
    return ApiToken.ofUser().withExpiry(CommandRunner.TODAY.plus(days(days)));
  }

  private static Breakage fault(FaultKind fault, ApiRoute route) {
    return fixture -> fixture.faults().inject(fault, RequestMatcher.ofRoute(route));
  }

  static Stream<Arguments> credentials() {
    return Stream.of(
        problem(
            DoctorFixture::blind,
            1,
            "failed   sight main        access to no account and no zone: add Zone: Zone (Read) to"
                + " the token, for every zone to watch"),
        problem(
            fault(FaultKind.FORBIDDEN_403, ApiRoute.ZONES),
            1,
            "failed   sight main        zones cannot be listed: forbidden: HTTP 403*; add Zone:"
                + " Zone (Read) to the token"),
        problem(
            fixture -> {
              fixture.estate().deny(fixture.account());
              fixture.estate().deny(fixture.zone(0));
            },
            1,
            "failed   lists main        no list may be read, 4 lists checked: 4 forbidden: add *"),
        problem(
            token(expiring(10)),
            0,
            "warning  token main        active, expires 2026-11-30 22:00Z (10 d): create a new one"
                + " before that"),
        problem(
            fixture ->
                token(
                        ApiToken.ofAccount(fixture.account())
                            .withExpiry(CommandRunner.TODAY.plus(days(100))))
                    .apply(fixture),
            0,
            "ok       token main        active, expires 2027-02-28 22:00Z (100 d)"),
        problem(
            token(expiring(-1)),
            1,
            "failed   token main        is expired, expiry 2026-11-19 22:00Z: create a new one in"
                + " Cloudflare's dashboard"),
        problem(
            fixture ->
                fixture.credentials(
                    "main: { api_email: \"%s\", api_key: \"%s\" }"
                        .formatted(SimulatedCloudflare.EMAIL, SimulatedCloudflare.KEY.reveal())),
            0,
            "warning  token main        the global API key has every permission, but cannot read"
                + " origin_ca: create an API token"),
        problem(
            fault(FaultKind.CHALLENGE_403, ApiRoute.ZONES),
            1,
            "failed   sight main        zones cannot be listed: http_4xx: HTTP 403, no JSON,"
                + " *egress address and proxy, and give Cloudflare the cf-ray"),
        problem(
            fault(FaultKind.BAD_SERVICE_400, ApiRoute.GATEWAY_CERTIFICATES),
            1,
            "failed   lists main        gateway_certificates of account-0 returned no usable"
                + " response: http_4xx: HTTP 400, code 1406: Bad response certificate service; run"
                + " this again; *"),
        problem(
            fault(FaultKind.CHALLENGE_403, ApiRoute.GATEWAY_CERTIFICATES),
            1,
            "failed   lists main        gateway_certificates of account-0 returned no usable"
                + " response: http_4xx: HTTP 403, no JSON, *egress address*"),
        problem(
            fault(FaultKind.HTML_200, ApiRoute.GATEWAY_CERTIFICATES),
            1,
            "failed   lists main        gateway_certificates of account-0 returned no usable"
                + " response: malformed: *",
            "gateway_certificates  no answer"));
  }

  static Stream<Arguments> surroundings() {
    return Stream.of(
        problem(
            fixture -> fixture.watch("[ { zones: [\"zone-0.exmaple\"], " + THREE + " } ]"),
            1,
            "failed   watch main        zones: zone-0.exmaple matches nothing visible to credential"
                + " main (did you mean zone-0.example?): fix the pattern, or give the token"
                + " access"),
        problem(
            fixture -> {
              fixture.estate().unlist(fixture.account());
              fixture.watch(
                  "[ { accounts: [\""
                      + fixture.account()
                      + "\"], sources: [gateway_certificates] } ]");
            },
            0,
            "warning  sight main        access to 1 account and no zone, 1 of them only by the id"
                + " in the config: add Zone: Zone (Read) to the token, for every zone to watch",
            "warning  watch main        * is not listed for credential main, and is read because"
                + " the config names it: if no list of it may be read, check the id",
            "ok       lists main        1 list checked: 1 readable"),
        problem(
            fixture -> {
              fixture.estate().unlist(fixture.zone(0));
              fixture.watch("[ { zones: [\"" + fixture.zone(0) + "\"], " + THREE + " } ]");
            },
            0,
            "ok       sight main        access to 1 account and 1 zone, 1 of them only by the id in"
                + " the config",
            "ok       lists main        4 lists checked: 4 readable"),
        problem(
            fixture -> fixture.watch("[ { zones: [\"!*\"], sources: [client_certificates] } ]"),
            1,
            "failed   watch main        matches no account or zone visible to its credential: widen"
                + " accounts or zones"),
        problem(
            fixture -> fixture.ahead(Duration.ofMinutes(10)),
            1,
            "failed   clock             600 s behind Cloudflare's: set it and synchronize it with"
                + " NTP"),
        problem(
            fixture -> fixture.ahead(Duration.ofMinutes(-2)),
            0,
            "warning  clock             120 s ahead of Cloudflare's: synchronize it with NTP"),
        problem(
            fixture -> {
              fixture.run("sweep");
              fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());
            },
            1,
            "failed   lists main        gateway_certificates of account-0 could be read until"
                + " 2026-11-20 22:00Z, but now permission is denied: restore the permission of the"
                + " token"),
        problem(
            fixture -> {
              fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());
              fault(FaultKind.NOT_GRANTED_403, ApiRoute.CLIENT_CERTIFICATES).apply(fixture);
              fixture.run("sweep");
            },
            0,
            "warning  readings          lists of the daemon: 2 failing, 2 readable: see the status"
                + " page, or run certvigil sweep"),
        problem(
            fixture -> Files.writeString(fixture.database(), "a long text, no database".repeat(99)),
            1,
            "failed   store             FOLDER/certvigil.db is damaged: restore a backup*"),
        problem(
            fixture -> fixture.alertmanagers("http://127.0.0.1:1"),
            1,
            "failed   channel am        channels.am.urls[0]: network: ConnectException; check the"
                + " address, the port and firewalls"),
        problem(
            fixture -> fixture.alertmanagers(fixture.origin(), "http://127.0.0.1:1"),
            0,
            "ok       channel am        channels.am.urls[0] answers, without TLS",
            "warning  channel am        channels.am.urls[1]: network: *"));
  }

  @Test
  void unknownAuthority_isNamed_withTheKeyToSet() throws IOException {
    var context = new TestAuthority().server("localhost", TestAuthority.VALID);
    try (var remote = new TlsReceiver(context, false, 200, "")) {
      var origin = "https://localhost:" + remote.port();
      fixture.baseUrl(origin + "/client/v4").alertmanagers(origin);

      var lines = fixture.run("doctor").out().replaceAll("\\s+", " ");

      assertThat(lines)
          .containsPattern(
              "channels.am.urls\\[0]: tls: \"CN=server\" is signed by \"CN=Authority [0-9]+\","
                  + " which is not trusted: if it is your CA, set channels.am.ca_file \\(SHA-256")
          .containsPattern(
              "sight main .*\"CN=server\" is signed by \"CN=Authority [0-9]+\", which is not"
                  + " trusted: if it is your CA, set cloudflare.ca_file \\(SHA-256");
    }
  }

  /**
   * @param lines each is printed exactly once; {@code *} stands for any text
   */
  @ParameterizedTest(name = "{2}")
  @MethodSource({"credentials", "surroundings"})
  void problem_isALine(Breakage breakage, int exit, List<String> lines) throws IOException {
    breakage.apply(fixture);

    var answer = fixture.run("doctor");

    assertThat(answer.exit()).as(answer.out()).isEqualTo(exit);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(answer.out().lines().filter(printed -> matches(line, printed)))
                    .as("%s in %s", line, answer.out())
                    .hasSize(1));
  }

  private static boolean matches(String pattern, String line) {
    return line.matches(
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  @Test
  void sweepReads_whatOnlyTheConfigNames() throws IOException {
    fixture.estate().unlist(fixture.account());
    fixture.watch(
        "[ { accounts: [\"%s\"], zones: [\"%s\"], sources: [client_certificates, gateway_certificates] } ]"
            .formatted(fixture.account(), fixture.zone(0)));

    fixture.run("sweep").succeeds();

    assertThat(fixture.run("list", "--output", "csv").out().lines()).hasSize(1 + 1 + 2);
  }

  @Test
  void noProblem_isATable() throws IOException {
    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .isEqualTo(
            """
            ok       config            FOLDER/certvigil.yml: 1 credential, 1 channel
            ok       java              JAVA, VENDOR, in JAVA_HOME
            ok       sqlite            VERSION
            ok       store             FOLDER/certvigil.db does not exist yet: the daemon creates it at its start
            ok       channel am        answers, without TLS
            ok       sight main        access to 1 account and 1 zone
            ok       token main        active, never expires
            ok       clock             agrees with Cloudflare's
            ok       lists main        4 lists checked: 4 readable

            main: account account-0, zone zone-0.example
            SOURCE                ACCOUNT   ZONE      PERMISSION TO ADD (READ)
            client_certificates             readable
            access_certificates   readable  readable
            gateway_certificates  readable

            9 checks: 9 ok, 0 warning, 0 failed
            """);
    assertThat(answer.err()).isEmpty();
    answer.succeeds();
  }

  @Test
  void whatTheTokenLacks_isNamed() throws IOException {
    fixture.estate().deny(Source.ACCESS_CERTIFICATES, fixture.account());
    fixture.estate().deny(Source.ACCESS_CERTIFICATES, fixture.zone(0));
    fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());
    fixture
        .faults()
        .inject(
            FaultKind.NOT_GRANTED_403,
            RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).ofOwner(fixture.zone(0)));
    fixture.watch("[ { sources: [client*, access*, gateway_certificates, service_tokens] } ]");

    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .endsWith(
            """
            ok       lists main        client_certificates of zone-0.example not in the plan: Advanced Certificate Manager is not enabled for this zone: enable it, or take the source out of watch.sources
            warning  lists main        6 lists checked: 2 readable, 1 not in the plan, 3 forbidden: add Access: Mutual TLS Certificates, Zero Trust (Read) to the token, or remove them from watch.sources
            ok       new token         %s presets Account API Tokens, Zero Trust, Zone: SSL and Certificates, Zone: Zone; add by hand: Account: SSL and Certificates, Access: Mutual TLS Certificates, Access: Service Tokens, Access: Organizations, Identity Providers, and Groups, API Tokens, Registrar (all Read)

            main: account account-0, zone zone-0.example
            SOURCE                ACCOUNT    ZONE             PERMISSION TO ADD (READ)
            client_certificates              not in the plan
            access_certificates   forbidden  forbidden        Access: Mutual TLS Certificates
            gateway_certificates  forbidden                   Zero Trust
            service_tokens        readable   readable

            11 checks: 10 ok, 1 warning, 0 failed
            """
                .formatted(TokenTemplate.url()));
    answer.succeeds();
  }

  @Test
  void everySourceOfThisVersion_isAskedOnce() throws IOException {
    fixture.watch("");

    var permissions = json().getAsJsonArray("permissions");

    long expected =
        Cloudflare.sources().stream()
            .flatMap(source -> Arrays.stream(ScopeLevel.values()).filter(source::existsAt))
            .count();
    assertThat(permissions).hasSize(Math.toIntExact(expected));
    assertThat(permissions)
        .allMatch(row -> row.getAsJsonObject().get("state").getAsString().equals("readable"));
    assertThat(fixture.cloudflare().requests())
        .isEqualTo(expected + 3); // zones, accounts, the token
  }

  @Test
  void tokensOfTheUser_haveTheirOwnBlock_andPermission() throws IOException {
    fixture.estate().deny(Source.API_TOKENS, SimulatedEstate.USER);
    fixture.watch("[ { sources: [api_tokens] } ]");

    assertThat(fixture.run("doctor").out())
        .contains(
            """
            main: its user
            SOURCE      ACCOUNT    ZONE  PERMISSION TO ADD (READ)
            api_tokens  forbidden        API Tokens
            """,
            """
            SOURCE      ACCOUNT   ZONE  PERMISSION TO ADD (READ)
            api_tokens  readable
            """);
  }

  @Test
  void oneZoneOfAnAccount_representsAll() throws IOException {
    threeZones("[ { " + THREE + " } ]");

    assertThat(fixture.run("doctor").out())
        .contains(
            "main: account account-0, zone zone-0.example (1 of 3)\n",
            "1 of N: one zone represents its account; --all checks every zone\n");
    assertThat(fixture.cloudflare().requestsByRoute()).containsEntry("client_certificates", 1L);
  }

  @Test
  void allZones_areCountedAndThoseThatDifferNamed() throws IOException {
    threeZones("[ { sources: [client_certificates] } ]");
    fixture.estate().deny(Source.CLIENT_CERTIFICATES, fixture.zone(1));

    assertThat(fixture.run("doctor", "--all").out())
        .contains(
            """
            main: account account-0, 3 zones
            SOURCE               ACCOUNT  ZONE           PERMISSION TO ADD (READ)
            client_certificates           forbidden 1/3  Zone: SSL and Certificates
            client_certificates forbidden in zone-1.example

            """);
    assertThat(fixture.cloudflare().requestsByRoute()).containsEntry("client_certificates", 3L);
  }

  @Test
  void unknownToken_isReported() throws IOException {
    fixture.cloudflare().removeToken(SimulatedCloudflare.TOKEN);

    var answer = fixture.run("doctor");

    assertThat(line(answer, "token main"))
        .startsWith("failed   token main        Cloudflare rejects it: unauthorized: ")
        .endsWith("; create a new one in Cloudflare's dashboard");
    assertThat(line(answer, "sight main")).startsWith("failed   sight main  ");
    assertThat(answer.out() + answer.err()).doesNotContain(SimulatedCloudflare.TOKEN.reveal());
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void unreachableCloudflare_isReported() throws IOException {
    fixture.baseUrl("http://127.0.0.1:1/client/v4");

    var answer = fixture.run("doctor");

    assertThat(line(answer, "sight main"))
        .startsWith("failed   sight main        zones cannot be listed: network: ")
        .endsWith("; check the network, its firewalls and cloudflare.base_url");
    assertThat(line(answer, "token main")).isEmpty();
    assertThat(line(answer, "clock"))
        .isEqualTo("warning  clock             no response from Cloudflare to compare it with");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void afterTooManyRequests_theRestIsNotRequested() throws IOException {
    fixture
        .faults()
        .inject(
            FaultKind.RATE_LIMITED_SILENT,
            RequestMatcher.ofRoute(ApiRoute.ACCOUNT_ACCESS_CERTIFICATES));

    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .contains(
            """
            client_certificates                never tried
            access_certificates   no answer    never tried
            gateway_certificates  never tried
            """);
    assertThat(fixture.cloudflare().requestsByRoute()).doesNotContainKey("client_certificates");
  }

  @Test
  void zoneOfTwoCredentials_isReadOnceWithTheFirst() throws IOException {
    fixture.credentials(
        "main: { api_token: \"%s\" }, second: { api_token: \"%s\" }"
            .formatted(SimulatedCloudflare.TOKEN.reveal(), DoctorFixture.SECOND.reveal()));
    fixture.watch(
        "[ { credential: main, %s }, { credential: second, sources: [client_certificates] } ]"
            .formatted(THREE));

    assertThat(fixture.run("doctor").out())
        .contains(
            "warning  sight second      zone-0.example is also visible to main: read once, with"
                + " main, the first; exclude it from one watch if that is not intended\n")
        .doesNotContain("second: account");
    assertThat(fixture.cloudflare().requestsByRoute()).containsEntry("client_certificates", 1L);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  @Test
  void store_isCheckedBesideADaemon() throws IOException {
    fixture.run("sweep");

    try (var _ = fixture.daemon()) {
      assertThat(fixture.run("doctor").out())
          .contains(
              """
              ok       store             FOLDER/certvigil.db is readable and writable; a daemon is running
              ok       store room        N MiB are free
              ok       store integrity   no damage found
              ok       readings          lists of the daemon: 4 readable
              """);
    }
  }

  @Test
  void damagedStore_isReported() throws IOException {
    fixture.run("sweep");
    try (var file = new RandomAccessFile(fixture.database().toFile(), "rw")) {
      for (long page = 2; page < file.length() / 4096; page++) {
        file.seek(page * 4096);
        file.write(new byte[] {9, 9, 9, 9, 9, 9, 9, 9});
      }
    }

    var answer = fixture.run("doctor");

    assertThat(answer.out()).containsPattern("(?m)^failed   store .*(damaged|backup)");
    assertThat(line(answer, "lists main")).startsWith("ok ");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void invalidConfig_stopsTheDoctor() throws IOException {
    fixture.watch("[ { accounts: [023e105f4ecef8ad9ca31a8372d0c35] } ]");

    var answer = fixture.run("doctor");

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).hasLineCount(1).contains("watch[0].accounts[0]: is not an id: ");
  }

  @Test
  void csv_isRefused() throws IOException {
    fixture
        .run("doctor", "--output", "csv")
        .failsWith(2, "--output must be table or json, was csv");
  }

  private JsonObject json() throws IOException {
    return fixture.run("doctor", "--output", "json").object();
  }

  @Test
  void json_hasChecksAndPermissions() throws IOException {
    fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());
    fixture.watch("[ { sources: [gateway_certificates, client_certificates] } ]");

    var json = json();

    assertThat(json.keySet()).containsExactly("status", "checks", "permissions");
    assertThat(json.get("status").getAsString()).isEqualTo("warning");
    assertThat(json.getAsJsonArray("checks").get(4))
        .hasToString(
            "{\"name\":\"channel am\",\"status\":\"ok\",\"message\":\"answers, without TLS\"}");
    var row = json.getAsJsonArray("permissions").get(0).getAsJsonObject();
    assertThat(row.keySet())
        .containsExactly(
            "credential",
            "source",
            "level",
            "account",
            "zone",
            "state",
            "permission",
            "detail",
            "last_read_at");
    assertThat(row.get("state").getAsString()).isEqualTo("forbidden");
    assertThat(row.get("permission").getAsString()).isEqualTo("Zero Trust");
    assertThat(row.get("detail").getAsString()).startsWith("forbidden: HTTP 403");
    assertThat(row.get("zone").isJsonNull()).isTrue();
  }
}
