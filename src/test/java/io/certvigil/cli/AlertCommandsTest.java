package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Acks, silences and explanations on a real store. */
class AlertCommandsTest {
  private static final String SOON = "device-17.example.com";

  @TempDir private Path folder;
  private CommandFixture site;

  @BeforeEach
  void open() throws IOException {
    site = new CommandFixture(folder, true);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private JsonObject alert(String name) {
    return site.run("alerts", "--output", "json").array().asList().stream()
        .map(element -> element.getAsJsonObject())
        .filter(alert -> alert.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String line(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).findFirst().orElse("");
  }

  @Test
  void ack_takesSeveral() {
    assertThat(site.run("ack", "device-17", "device-18").succeeds().out())
        .hasLineCount(2)
        .contains("Acknowledged: ", "device-17.example.com", "device-18.example.com");
    assertThat(acknowledged()).isEqualTo(2);

    assertThat(site.run("ack", "--undo", "device-17", "device-18", "device-17").succeeds().out())
        .hasLineCount(2);
    assertThat(acknowledged()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "nothing,1,has the key; id or name nothing;",
    "device,2,2 alerts match device; give one of these keys",
    "quiet,1,quiet",
  })
  void oneWrongKey_isNamed_andNoneIsAcknowledged(String wrong, int exit, String says) {
    for (var keys : List.of(List.of("device-17", wrong), List.of(wrong, "device-17"))) {
      var answer = site.run("ack", keys.getFirst(), keys.getLast());

      assertThat(answer.exit()).isEqualTo(exit);
      assertThat(answer.err()).contains(says.replace("key;", "key,"));
      assertThat(answer.out()).isEmpty();
      assertThat(acknowledged()).isZero();
    }
  }

  private long acknowledged() {
    var alerts = site.run("alerts", "--output", "json").array().asList();
    return alerts.stream()
        .filter(alert -> !alert.getAsJsonObject().get("acknowledged_by").isJsonNull())
        .count();
  }

  @Test
  void alerts_haveOneFormatOfTimes() {
    assertThat(site.run("alerts").out())
        .containsPattern("expires in 5 d 12 h \\(2026-11-26 10:00Z\\)")
        .doesNotContainPattern("[0-9]T[0-9]");
  }

  @Test
  void ack_isSeenInAlerts() {
    assertThat(site.run("ack", "device-17").succeeds().out())
        .startsWith("Acknowledged: ")
        .contains(SOON)
        .hasLineCount(1);
    assertThat(alert(SOON).get("acknowledged_by").getAsString()).isEqualTo("olga");
    assertThat(alert(SOON).get("acknowledged_at").getAsString()).isEqualTo("2026-11-20T22:00:00Z");
    assertThat(line(site.run("alerts").out(), SOON)).contains("ack olga 2026-11-20 22:00Z");
  }

  @Test
  void secondAck_namesTheFirstAuthor() {
    site.run("ack", SOON, "--author", "first");

    assertThat(site.run("ack", SOON).succeeds().out())
        .contains("was already acknowledged by first, 2026-11-20 22:00Z");
  }

  @Test
  void undo_removesTheAck() {
    site.run("ack", SOON);

    assertThat(site.run("ack", "--undo", SOON).out()).startsWith("Unacknowledged: ");
    assertThat(alert(SOON).get("acknowledged_by").isJsonNull()).isTrue();
    assertThat(site.run("ack", "--undo", SOON).out()).contains("was not acknowledged");
  }

  @Test
  void ambiguousKey_listsTheCandidates() {
    var answer = site.run("ack", "device");

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains(SOON, "device-18.example.com")
        .endsWith("certvigil: 2 alerts match device; give one of these keys\n");
  }

  @ParameterizedTest
  @CsvSource({
    "quiet.example.com,1,'certvigil: no firing alert has the key, id or name quiet.example.com;"
        + " see certvigil alerts'",
    "'',2,certvigil: KEY is empty; certvigil alerts shows every key"
  })
  void ack_needsAnAlert(String key, int exit, String says) {
    var answer = site.run("ack", key);

    assertThat(answer.exit()).isEqualTo(exit);
    assertThat(answer.err()).isEqualTo(says + "\n");
  }

  @Test
  void blankAuthor_isRefused() {
    site.run("ack", SOON, "--author", " ").failsWith(2, "--author is empty");
  }

  @Test
  void silence_printsItsIdAndWhatItMatches() {
    var answer =
        site.run("silence", "add", "name=device-*", "--duration", "2h", "--comment", "moving");

    assertThat(answer.succeeds().out()).hasLineCount(1).hasSize(11);
    assertThat(answer.err())
        .isEqualTo(
            "It matches 2 firing alerts and 2 certificates now; it expires 2026-11-21 00:00Z.\n");
    assertThat(alert(SOON).getAsJsonArray("silences").get(0).getAsString())
        .isEqualTo(answer.out().strip());
    assertThat(line(site.run("alerts").out(), SOON)).contains("silenced until 2026-11-21 00:00Z");
  }

  @Test
  void silenceByKey_matchesOnlyThatAlert() {
    var key = alert(SOON).get("key").getAsString();

    site.run("silence", "add", key, "--until", "2026-11-22", "--comment", "mine");

    assertThat(line(site.run("silence", "list").out(), "mine"))
        .contains("active", "2026-11-22 00:00Z", "olga", "key=" + key);
    assertThat(alert("device-18.example.com").getAsJsonArray("silences")).isEmpty();
  }

  @Test
  void silenceThatMatchesNothing_isCreatedWithANote() {
    assertThat(
            site.run("silence", "add", "zone=*.shpo", "--duration", "1h", "--comment", "typo")
                .succeeds()
                .err())
        .isEqualTo("It matches no alert and no certificate now; check the matchers: zone=*.shpo\n");
    assertThat(site.run("silence", "list", "--output", "csv").out()).contains("zone=*.shpo");
  }

  @Test
  void endedSilence_isKeptAsExpired() {
    var id =
        site.run("silence", "add", "--all", "--duration", "1d", "--comment", "all").out().strip();

    assertThat(site.run("silence", "end", id.substring(0, 5)).out())
        .isEqualTo("Expired: " + id + "\n");

    assertThat(site.run("silence", "list").err()).isEqualTo("No silences.\n");
    assertThat(site.run("silence", "list", "--expired", "--output", "json").out())
        .contains("\"id\":\"" + id + "\",\"state\":\"expired\"");
    assertThat(site.run("silence", "end", id).out()).contains("had already expired");
  }

  @Test
  void endOfAnUnknownSilence_isAFailure() {
    var answer = site.run("silence", "end", "nope");

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err())
        .isEqualTo("certvigil: no silence has the id nope; see certvigil silence list --expired\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone=a --comment x|give one of --duration 2h and --until TIME",
        "zone=a --duration 1h --until 2027-01-01 --comment x|give one of --duration 2h",
        "--duration 1h --comment x|give matchers, such as zone=*.shop.example, or --all",
        "zone=a --all --duration 1h --comment x|give matchers, such as",
        "zone=a --duration 1h|Missing required option: '--comment=TEXT'",
        "zone=a --duration 0s --comment x|the end must be in the future, was 2026-11-20T22:00:00Z",
        "zone=a --until 2026-11-20 --comment x|the end must be in the future, was"
            + " 2026-11-20T00:00:00Z",
        "zone=a --until 2026-11-22 --start 2026-11-23 --comment x|the end must be after the start",
        "zone=a --until tomorrow --comment x|must be a time such as 2026-11-21",
        "zone=a --until 2026-11-22T08:00 --comment x|must be a time such as 2026-11-21",
        "source=client_certificate --duration 1h --comment x|(did you mean client_certificates?)",
        "label.taem=x --duration 1h --comment x|no watch entry has a label taem (did you mean"
            + " team?)",
        "zoen=x --duration 1h --comment x|there is no matcher zoen (did you mean zone?)",
        "zone=~x --duration 1h --comment x|only = with a glob is supported",
        "zone!=x --duration 1h --comment x|only = with a glob is supported",
        "zone= --duration 1h --comment x|zone= has no value after =",
        "zone=a zone=b --duration 1h --comment x|zone is given twice; add one silence for each"
      })
  void badSilence_isRefusedOnOneLine(String words, String says) {
    site.run(("silence add " + words).split(" ")).failsOnOneLine(2, says);
    assertThat(site.run("silence", "list", "--expired", "--output", "json").out())
        .isEqualTo("[]\n");
  }

  @Test
  void explain_printsTheRuleAndTheNextStep() {
    var answer = site.run("thresholds", "explain", "device-17");

    assertThat(answer.succeeds().out())
        .contains("Rule:", "manual", "Next step:", "ALERT STEP", "60d", "passed");
    assertThat(line(answer.out(), "Alert step:")).contains("7d");
    assertThat(line(answer.out(), "Next step:")).contains("3d, 2026-11-23 10:00Z");
  }

  @Test
  void explain_asJson() {
    site.run("ack", SOON);
    site.run("silence", "add", SOON, "--duration", "1h", "--comment", "x");

    var why = site.run("thresholds", "explain", SOON, "--output", "json").object();

    assertThat(why.get("rule").getAsString()).isEqualTo("manual");
    assertThat(why.get("rung").getAsString()).isEqualTo("7d");
    assertThat(why.get("next_rung").getAsString()).isEqualTo("3d");
    assertThat(why.get("acknowledged_by").getAsString()).isEqualTo("olga");
    assertThat(why.getAsJsonArray("silences")).hasSize(1);
    assertThat(why.getAsJsonArray("rungs")).hasSize(7);
  }

  @Test
  void explainOfAnUnknownKey_isAFailure() {
    var answer = site.run("thresholds", "explain", "nope");

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err())
        .isEqualTo("certvigil: no certificate has the key, id or name nope; see certvigil list\n");
  }

  @ParameterizedTest
  @CsvSource({
    "silence,'add, list, end'",
    "outbox,'list, show, replay, discard'",
    "thresholds,explain",
    "channel,test"
  })
  void groupAlone_namesItsCommands(String group, String commands) {
    var answer = site.run(group);

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.err())
        .isEqualTo(
            "certvigil: missing command after certvigil %s: %s; see certvigil %s --help\n"
                .formatted(group, commands, group));
  }
}
