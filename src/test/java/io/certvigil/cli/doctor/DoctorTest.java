package io.certvigil.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.cli.CommandFixture;
import io.certvigil.cli.CommandRunner;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.ApiToken;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor with working and with broken Cloudflare, store and receivers. */
@Timeout(120)
class DoctorTest {
  private static final String THREE =
      "sources: [client_certificates, access_certificates, gateway_certificates]";

  @TempDir private Path folder;
  private DoctorFixture fixture;

  @BeforeEach
  void open() {
    fixture = new DoctorFixture(folder).watch("[ { " + THREE + " } ]");
    var there = fixture.cloudflare().port();
    fixture.channels("{ am: { type: alertmanager, urls: [\"http://127.0.0.1:" + there + "\"] } }");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Replaces the default fixture. */
  private void fixture(int accounts, int zones, Duration ahead) {
    fixture.close();
    fixture = new DoctorFixture(folder, accounts, zones, ahead);
  }

  private static String line(CommandFixture.Output answer, String name) {
    return answer
        .out()
        .lines()
        .filter(line -> line.substring(Math.min(line.length(), 9)).startsWith(name))
        .findFirst()
        .orElse("");
  }

  private void assertSays(String name, String line) throws IOException {
    assertThat(line(fixture.run("doctor"), name)).isEqualTo(line);
  }

  @Test
  void noProblem_isATable() throws IOException {
    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .isEqualTo(
            """
            ok       config            FOLDER/certvigil.yml: 1 credential, 1 channel
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

            7 checks: 7 ok, 0 warning, 0 failed
            """);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.exit()).isZero();
  }

  @Test
  void whatTheTokenLacks_isNamed() throws IOException {
    fixture.estate().deny(Source.ACCESS_CERTIFICATES, fixture.account());
    fixture.estate().deny(Source.ACCESS_CERTIFICATES, fixture.zone(0));
    fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());
    fixture
        .faults()
        .inject(
            FaultKind.NOT_FOUND_404,
            RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).ofOwner(fixture.zone(0)));
    fixture.watch("[ { sources: [client*, access*, gateway*, service_tokens] } ]");

    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .endsWith(
            """
            warning  lists main        6 lists checked: 2 readable, 1 not in the plan, 3 forbidden: add Access: Mutual TLS Certificates, Zero Trust (Read) to the token, or remove them from watch.sources

            main: account account-0, zone zone-0.example
            SOURCE                ACCOUNT    ZONE             PERMISSION TO ADD (READ)
            client_certificates              not in the plan
            access_certificates   forbidden  forbidden        Access: Mutual TLS Certificates
            gateway_certificates  forbidden                   Zero Trust
            service_tokens        readable   readable

            7 checks: 6 ok, 1 warning, 0 failed
            """);
    assertThat(answer.exit()).isZero();
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
  void oneZoneOfAnAccount_representsAll() throws IOException {
    fixture(1, 3, Duration.ZERO);
    fixture.watch("[ { " + THREE + " } ]");

    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .contains(
            "main: account account-0, zone zone-0.example (1 of 3)\n",
            "1 of N: one zone represents its account; --all checks every zone\n");
    assertThat(fixture.cloudflare().requestsByRoute()).containsEntry("client_certificates", 1L);
  }

  @Test
  void allZones_areCountedAndThoseThatDifferNamed() throws IOException {
    fixture(1, 3, Duration.ZERO);
    fixture.estate().deny(Source.CLIENT_CERTIFICATES, fixture.zone(1));
    fixture.watch("[ { sources: [client_certificates] } ]");

    var answer = fixture.run("doctor", "--all");

    assertThat(answer.out())
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
  void tokenWithoutAnyPermission_isReported() throws IOException {
    fixture.blind();

    var answer = fixture.run("doctor");

    assertThat(line(answer, "sight main"))
        .isEqualTo(
            "failed   sight main        access to no account and no zone: add Zone: Zone (Read) to"
                + " the token, for every zone to watch");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void tokenThatMayListNoZones_isReported() throws IOException {
    fixture.faults().inject(FaultKind.FORBIDDEN_403, RequestMatcher.ofRoute(ApiRoute.ZONES));

    assertThat(line(fixture.run("doctor"), "sight main"))
        .startsWith("failed   sight main        zones cannot be listed: forbidden: HTTP 403")
        .endsWith("; add Zone: Zone (Read) to the token");
  }

  @Test
  void tokenThatMayReadNothing_isReported() throws IOException {
    fixture.estate().deny(fixture.account());
    fixture.estate().deny(fixture.zone(0));

    var answer = fixture.run("doctor");

    assertThat(line(answer, "lists main"))
        .startsWith(
            "failed   lists main        no list may be read, 4 lists checked: 4 forbidden: add ");
    assertThat(answer.exit()).isEqualTo(1);
  }

  private void token(ApiToken how) {
    fixture.cloudflare().addToken(SimulatedCloudflare.TOKEN, how);
  }

  @Test
  void tokenThatExpiresSoon_isAWarning() throws IOException {
    token(ApiToken.ofUser().withExpiry(CommandRunner.TODAY.plus(Duration.ofDays(10))));

    var answer = fixture.run("doctor");

    assertThat(line(answer, "token main"))
        .isEqualTo(
            "warning  token main        active, expires 2026-11-30 22:00Z (10 d): create a new one"
                + " before that");
    assertThat(answer.exit()).isZero();
  }

  @Test
  void tokenOfAnAccount_isFoundThere() throws IOException {
    token(
        ApiToken.ofAccount(fixture.account())
            .withExpiry(CommandRunner.TODAY.plus(Duration.ofDays(100))));

    assertSays(
        "token main", "ok       token main        active, expires 2027-02-28 22:00Z (100 d)");
  }

  @Test
  void expiredToken_isReported() throws IOException {
    token(ApiToken.ofUser().withExpiry(CommandRunner.TODAY.minus(Duration.ofDays(1))));

    var answer = fixture.run("doctor");

    assertThat(line(answer, "token main"))
        .isEqualTo(
            "failed   token main        is expired, expiry 2026-11-19 22:00Z: create a new one in"
                + " Cloudflare's dashboard");
    assertThat(answer.exit()).isEqualTo(1);
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
  void globalKey_isAWarning() throws IOException {
    fixture.credentials(
        "main: { api_email: \"%s\", api_key: \"%s\" }"
            .formatted(SimulatedCloudflare.EMAIL, SimulatedCloudflare.KEY.reveal()));

    assertSays(
        "token main",
        "warning  token main        the global API key has every permission, but cannot read"
            + " origin_ca: create an API token");
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
  void listThatFails_isNotReportedAsForbidden() throws IOException {
    fixture
        .faults()
        .inject(FaultKind.HTML_200, RequestMatcher.ofRoute(ApiRoute.GATEWAY_CERTIFICATES));

    var answer = fixture.run("doctor");

    assertThat(line(answer, "lists main"))
        .startsWith(
            "failed   lists main        gateway_certificates of account-0 returned no usable"
                + " response: malformed: ");
    assertThat(answer.out()).contains("gateway_certificates  no answer\n");
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
  void mistypedZone_isNamed() throws IOException {
    fixture.watch("[ { zones: [\"zone-0.exmaple\"], " + THREE + " } ]");

    var answer = fixture.run("doctor");

    assertThat(line(answer, "watch main"))
        .isEqualTo(
            "failed   watch main        zones: zone-0.exmaple matches nothing visible to credential"
                + " main (did you mean zone-0.example?): fix the pattern, or give the token"
                + " access");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void watchThatMatchesNothing_isReported() throws IOException {
    fixture.watch("[ { zones: [\"!*\"], sources: [client_certificates] } ]");

    assertSays(
        "watch main",
        "failed   watch main        matches no account or zone visible to its credential: widen"
            + " accounts or zones");
  }

  @Test
  void zoneOfTwoCredentials_isReadOnceWithTheFirst() throws IOException {
    fixture.credentials(
        "main: { api_token: \"%s\" }, second: { api_token: \"%s\" }"
            .formatted(SimulatedCloudflare.TOKEN.reveal(), DoctorFixture.SECOND.reveal()));
    fixture.watch(
        "[ { credential: main, %s }, { credential: second, sources: [client_certificates] } ]"
            .formatted(THREE));

    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .contains(
            "warning  sight second      zone-0.example is also visible to main: read once, with"
                + " main, the first; exclude it from one watch if that is not intended\n")
        .doesNotContain("second: account");
    assertThat(fixture.cloudflare().requestsByRoute()).containsEntry("client_certificates", 1L);
  }

  @Test
  void wrongClock_isReported() throws IOException {
    fixture(1, 1, Duration.ofMinutes(10));

    var answer = fixture.run("doctor");

    assertThat(line(answer, "clock"))
        .isEqualTo(
            "failed   clock             600 s behind Cloudflare's: set it and synchronize it with"
                + " NTP");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void slightlyWrongClock_isAWarning() throws IOException {
    fixture(1, 1, Duration.ofMinutes(-2));

    assertSays(
        "clock", "warning  clock             120 s ahead of Cloudflare's: synchronize it with NTP");
  }

  @Test
  void store_isCheckedBesideADaemon() throws IOException {
    fixture.run("sweep");

    try (var _ = Store.open(new StoreSettings(fixture.database(), days(730), days(90)))) {
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

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  @Test
  void revokedPermission_isAFailure() throws IOException {
    fixture.run("sweep");
    fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());

    var answer = fixture.run("doctor");

    assertThat(line(answer, "lists main"))
        .isEqualTo(
            "failed   lists main        gateway_certificates of account-0 could be read until"
                + " 2026-11-20 22:00Z, but now permission is denied: restore the permission of the"
                + " token");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void listsOfTheDaemon_areCounted() throws IOException {
    fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());
    fixture
        .faults()
        .inject(FaultKind.NOT_FOUND_404, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES));
    fixture.run("sweep");

    assertSays(
        "readings",
        "ok       readings          lists of the daemon: 1 forbidden, 1 not in the plan, 2"
            + " readable");
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
  void storeThatIsNoDatabase_isReported() throws IOException {
    Files.writeString(fixture.database(), "no database, but a text that is long enough".repeat(99));

    assertThat(line(fixture.run("doctor"), "store"))
        .startsWith("failed   store             FOLDER/certvigil.db is damaged: restore a backup");
  }

  @Test
  void unreachableReceiver_isReported() throws IOException {
    fixture.channels("{ am: { type: alertmanager, urls: [\"http://127.0.0.1:1\"] } }");

    var answer = fixture.run("doctor");

    assertThat(line(answer, "channel am"))
        .isEqualTo(
            "failed   channel am        channels.am.urls[0]: network: ConnectException; check the"
                + " address, the port and firewalls");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void unreachableMember_isAWarning() throws IOException {
    var there = "http://127.0.0.1:" + fixture.cloudflare().port();
    fixture.channels(
        "{ am: { type: alertmanager, urls: [\"" + there + "\", \"http://127.0.0.1:1\"] } }");

    var answer = fixture.run("doctor");

    assertThat(answer.out())
        .contains(
            "ok       channel am        channels.am.urls[0] answers, without TLS\n",
            "warning  channel am        channels.am.urls[1]: network: ");
    assertThat(answer.exit()).isZero();
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
    var answer = fixture.run("doctor", "--output", "csv");

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.err())
        .isEqualTo("certvigil: doctor cannot print csv: use --output table or json\n");
  }

  private JsonObject json() throws IOException {
    return JsonParser.parseString(fixture.run("doctor", "--output", "json").out())
        .getAsJsonObject();
  }

  @Test
  void json_hasChecksAndPermissions() throws IOException {
    fixture.estate().deny(Source.GATEWAY_CERTIFICATES, fixture.account());
    fixture.watch("[ { sources: [gateway_certificates, client_certificates] } ]");

    var json = json();

    assertThat(json.keySet()).containsExactly("status", "checks", "permissions");
    assertThat(json.get("status").getAsString()).isEqualTo("warning");
    assertThat(json.getAsJsonArray("checks").get(2))
        .hasToString(
            "{\"name\":\"channel am\",\"status\":\"ok\",\"message\":\"answers, without TLS\"}");
    Consumer<JsonObject> gateway =
        row -> {
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
        };
    gateway.accept(json.getAsJsonArray("permissions").get(0).getAsJsonObject());
  }
}
