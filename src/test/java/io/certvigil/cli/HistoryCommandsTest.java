package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code history}, {@code diff}, {@code list --as-of} and {@code check} on a store with history.
 */
class HistoryCommandsTest {
  private static final Policy POLICY = new Policy(PolicySettings.DEFAULTS);
  private static final WatchedScope ZONE =
      new WatchedScope(
          Scope.ofZone(
              Source.CLIENT_CERTIFICATES,
              new ResourceRef("a1", "acme"),
              new ResourceRef("z1", "shop.example")),
          "main",
          "main",
          Duration.ofHours(1),
          Map.of("team", "platform"));

  private static final WatchedScope OTHER =
      new WatchedScope(
          Scope.ofAccount(Source.GATEWAY_CERTIFICATES, new ResourceRef("a1", "acme")),
          "main",
          "main",
          Duration.ofHours(1),
          Map.of());

  private static final Instant NOW = CommandRunner.TODAY;

  @TempDir private Path folder;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(
        folder.resolve("certvigil.yml"),
        "store: { url: \"sqlite:" + folder.resolve("certvigil.db") + "\" }\n");
    read(daysAgo(40), certificate("one", "active", 100), certificate("two", "active", 200));
    read(daysAgo(20), certificate("one", "revoked", 100), certificate("three", "active", 60));
    read(daysAgo(19), certificate("one", "revoked", 100), certificate("three", "active", 60));
    read(daysAgo(0), certificate("one", "revoked", 2), certificate("three", "active", 60));
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private void read(Instant now, Certificate... certificates) {
    commit(new Reading.Complete(ZONE.scope(), List.of(certificates)), now);
  }

  private void commit(Reading reading, Instant now) {
    commit(ZONE, reading, now);
  }

  private void commit(WatchedScope watched, Reading reading, Instant now) {
    var file = folder.resolve("certvigil.db");
    var settings = new StoreSettings(file, Duration.ofDays(730), Duration.ofDays(90));
    try (var store = Store.open(settings)) {
      store.readings().commit(watched, reading, POLICY, now);
    }
  }

  private static Certificate certificate(String name, String status, int days) {
    var end = NOW.plus(Duration.ofDays(days)).plus(Duration.ofHours(1));
    return new Certificate(
        name,
        name + "|.example",
        status,
        null,
        false,
        Expiry.on(end),
        new X509Fields(end.minus(Duration.ofDays(365)), null, null, null, List.of()),
        Map.of());
  }

  private CommandOutput run(String... words) {
    return new CommandRunner().config(folder.resolve("certvigil.yml")).run(words);
  }

  @Test
  void list_asOfThen() {
    var answer = run("list", "--as-of", "2026-11-01T08:00Z", "--output", "json");

    assertThat(answer.succeeds().err()).isEmpty();
    assertThat(answer.array())
        .extracting(one -> one.getAsJsonObject().get("id").getAsString())
        .containsExactly("three", "one", "two");
    assertThat(answer.array().get(0).getAsJsonObject().get("days_to_expiry").getAsInt())
        .isEqualTo(79);
  }

  @Test
  void list_notesThatNoListHasBeenReadCompletely() throws IOException {
    assertThat(run("list").err()).isEmpty();
    Files.delete(folder.resolve("certvigil.db"));
    commit(new Reading.Failed(ZONE.scope(), new Fault(FaultReason.TIMEOUT, "")), NOW);

    assertThat(run("list").err()).contains("no list has been read completely yet");
  }

  @Test
  void list_notesThatNothingHadBeenRead() {
    assertThat(run("list", "--as-of", "2026-01-01").succeeds().err())
        .contains(
            "no list had been read by 2026-01-01T00:00:00Z; the first reading was at 2026-10");
  }

  @ParameterizedTest
  @CsvSource({
    "list --as-of 2027-01-01,--as-of is in the future: 2027-01-01T00:00:00Z",
    "list --as-of yesterday,--as-of must be a time such as 36h",
    "diff,Missing required option: '--from=TIME'",
    "diff --from 1d --to 2d,--from must be before --to",
    "diff --from 1d --change renewd,(did you mean renewed?)",
    "history,Missing required parameter: 'KEY'",
  })
  void invalidArguments_areOneLine(String words, String says) {
    var answer = run(words.split(" ", -1));

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("certvigil: ").contains(says).hasLineCount(1);
  }

  @Test
  void diff_isNewestFirst() {
    var answer = run("diff", "--from", "30d", "--output", "json");

    assertThat(answer.array())
        .extracting(one -> one.getAsJsonObject().get("changes").toString())
        .containsExactly(
            "[\"expiry\",\"metadata\"]", "[\"disappeared\"]", "[\"appeared\"]", "[\"status\"]");
    var status = answer.array().get(3).getAsJsonObject().getAsJsonArray("differences");
    assertThat(status.toString())
        .isEqualTo("[{\"field\":\"status\",\"before\":\"active\",\"after\":\"revoked\"}]");
  }

  @Test
  void diff_ofTheFirstReading_isOneRow() {
    var answer = run("diff", "--from", "2026-01-01", "--to", "30d");

    assertThat(answer.out().lines()).hasSize(2).last().asString().contains("(2 certificates)");
    assertThat(answer.err()).contains("no list had been read by 2026-01-01");
  }

  @Test
  void diff_filters() {
    assertThat(
            run("diff", "--from", "30d", "--change", "status,appeared", "--search", "three").out())
        .contains("appeared")
        .doesNotContain("revoked")
        .hasLineCount(2);
  }

  @Test
  void history_listsEveryChange() {
    var answer = run("history", "one");

    answer.succeeds();
    assertThat(answer.out().lines()).hasSize(4);
    assertThat(answer.out())
        .contains("baseline", "status active -> revoked", "not_after 2027-02-28 23:00Z -> ");
  }

  @Test
  void history_ofARemovedCertificate_byItsKey() {
    var then = run("list", "--as-of", "30d", "--search", "two", "--output", "json");
    var key = then.array().get(0).getAsJsonObject().get("key").getAsString();

    var answer = run("history", key, "--output", "csv");

    assertThat(answer.out().lines()).hasSize(3);
    assertThat(answer.out()).contains(",disappeared,", ",baseline,");
    assertThat(run("history", "two").exit()).isEqualTo(1);
  }

  @Test
  void check_isOk_ifOnlyARevokedOneExpires() {
    var answer = run("check");

    assertThat(answer.out())
        .isEqualTo(
            "CERTVIGIL OK - 2 certificates; three/.example (client_certificates of shop.example)"
                + " expires in 60 d | next_end=5187600s;2592000:;604800: expired=0;;0;0"
                + " critical=0;;0;0 warning=0;0;;0 certificates=2;;;0 unreadable=0;;;0\n");
    answer.succeeds();
  }

  @ParameterizedTest
  @CsvSource({
    "--warning 90d,1,WARNING - 1 of 2 certificates expires within 90d;",
    "--warning 90d --critical 61d,2,CRITICAL - 1 of 2 certificates expires within 61d;",
    "--source client_certificates --zone SHOP.*,0,OK - 2 certificates;",
    "--zone other.example,3,UNKNOWN - 0 certificates; no watched list matches",
    "--label team=platform --warning 90d,1,WARNING - 1 of 2 certificates expires within 90d;",
    "--label team=other,3,UNKNOWN - 0 certificates; no watched list matches",
    "--ignore-expired-after 30d,0,OK - 2 certificates;",
    "--critical 31d,3,'UNKNOWN - --critical must be at most --warning, was 31d and 30d'",
    "--warning soon,3,UNKNOWN - Invalid value for option '--warning'",
    "--nonsense,3,UNKNOWN - Unknown option: '--nonsense'",
  })
  void check_exitsWithItsState(String words, int exit, String says) {
    var answer = run(("check " + words).split(" ", -1));

    assertThat(answer.out()).startsWith("CERTVIGIL " + says).hasLineCount(1);
    assertThat(answer.exit()).isEqualTo(exit);
  }

  @Test
  void check_isUnknown_ifAListIsNoLongerRead() {
    commit(
        new Reading.Failed(ZONE.scope(), new Fault(FaultReason.TIMEOUT, "slow")),
        NOW.minus(Duration.ofHours(1)));
    var later = new InstantTicker();
    later.sleep(Duration.ofHours(3));

    var answer =
        new CommandRunner().time(later).config(folder.resolve("certvigil.yml")).run("check");

    assertThat(answer.out())
        .contains("UNKNOWN - 2 certificates; ", "1 list is no longer read", "(timeout, last read");
    assertThat(answer.exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"HTTP_4XX, http_4xx", "FORBIDDEN, forbidden", "TIMEOUT, timeout"})
  void check_isUnknown_ifAListFailedAtItsFirstAttempt(FaultReason reason, String word) {
    commit(OTHER, new Reading.Failed(OTHER.scope(), new Fault(reason, "")), NOW);

    var answer = run("check");

    assertThat(answer.out()).contains("UNKNOWN - ", "(" + word + ", never read)");
    assertThat(answer.exit()).isEqualTo(3);
  }

  @Test
  void check_leavesOutAList_thatWasNeverPermitted() {
    for (var at : List.of(NOW.minus(Duration.ofMinutes(10)), NOW)) {
      commit(OTHER, new Reading.Failed(OTHER.scope(), new Fault(FaultReason.FORBIDDEN, "")), at);
    }

    assertThat(run("check").out()).doesNotContain("never read");
  }

  @Test
  void check_isUnknown_withoutAStore() throws IOException {
    Files.delete(folder.resolve("certvigil.db"));

    var answer = run("check");

    assertThat(answer.out()).startsWith("CERTVIGIL UNKNOWN - ").contains("certvigil.db");
    assertThat(answer.exit()).isEqualTo(3);
  }

  @Test
  void check_isUnknown_withABrokenConfig() throws IOException {
    Files.writeString(folder.resolve("certvigil.yml"), "stor: 1\n");

    var answer = run("check");

    assertThat(answer.out()).startsWith("CERTVIGIL UNKNOWN - ").contains("unknown key");
    assertThat(answer.exit()).isEqualTo(3);
  }
}
