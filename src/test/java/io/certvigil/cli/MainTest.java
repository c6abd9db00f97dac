package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @TempDir private Path temp;
  private final CommandRunner terminal = new CommandRunner();

  @Test
  void usage_whenNoCommandIsGiven() {
    assertThat(terminal.run().exit()).isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("certvigil: missing command; see certvigil --help\n");
  }

  @Test
  void usage_whenTheCommandIsUnknown() {
    assertThat(terminal.run("lst").exit()).isEqualTo(2);
    assertThat(terminal.err()).hasLineCount(1).contains("did you mean list?");
  }

  @Test
  void usage_whenAnOptionIsWrong() {
    assertThat(terminal.run("list", "--expiring-within", "soon").exit()).isEqualTo(2);
    assertThat(terminal.err())
        .hasLineCount(1)
        .contains("must be a duration such as 90s", "see certvigil list --help");
  }

  @Test
  void usage_whenTheOutputIsUnknown() {
    assertThat(terminal.run("alerts", "--output", "xml").exit()).isEqualTo(2);
    assertThat(terminal.err()).hasLineCount(1).contains("must be table, json or csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hlep|did you mean help?",
        "alrets|did you mean alerts?",
        "silence lits|did you mean list?",
        "help lits|there is no command lits (did you mean list?); see certvigil --help",
        "help silence ad|there is no command ad (did you mean add?); see certvigil silence --help",
        "list --zonee x|did you mean --zone?",
      })
  void wrongCommand_isCorrected(String words, String says) {
    assertThat(terminal.run(words.split(" ", -1)).exit()).isEqualTo(2);
    assertThat(terminal.err()).hasLineCount(1).contains(says);
  }

  @ParameterizedTest
  @CsvSource({"foo", "x", "outbox foo"})
  void otherWords_haveNoSuggestion(String words) {
    assertThat(terminal.run(words.split(" ", -1)).exit()).isEqualTo(2);
    assertThat(terminal.err()).hasLineCount(1).doesNotContain("did you mean");
  }

  @Test
  void help_isThatOfTheCommand() {
    terminal.run("silence", "add", "--help").succeeds();
    var option = terminal.out();

    terminal.run("help", "silence", "add").succeeds();

    assertThat(terminal.out()).isEqualTo(option + option);
    assertThat(new CommandRunner().run("help").out())
        .isEqualTo(new CommandRunner().run("--help").out());
  }

  @Test
  void refusedFormat_isNotOffered() {
    assertThat(terminal.run("doctor", "--help").out())
        .contains("--output=table|json")
        .doesNotContain("csv");
    assertThat(terminal.run("list", "--help").out()).contains("--output=table|json|csv");
  }

  @Test
  void help_exitsWithZero() {
    terminal.run("list", "--help").succeeds();
    assertThat(terminal.out()).startsWith("Usage: certvigil list");
  }

  @Test
  void versionOption_isTheCommand() {
    terminal.run("version").succeeds();
    var printed = terminal.out();

    terminal.run("--version").succeeds();

    assertThat(terminal.out()).endsWith(printed);
  }

  @Test
  void version_namesVersionRevisionJavaAndSqlite() throws SQLException {
    terminal.run("version").succeeds();
    assertThat(terminal.out())
        .isEqualTo(
            """
            certvigil 9.9.9 (abc123)
            Java %s, %s, in %s
            SQLite %s
            """
                .formatted(
                    System.getProperty("java.runtime.version"),
                    System.getProperty("java.vendor"),
                    System.getProperty("java.home"),
                    sqliteVersion()));
  }

  /** As the driver's metadata has it. */
  private static String sqliteVersion() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  @Test
  void checkConfig_printsAllOfItWithoutSecrets() throws IOException {
    var file = config("cloudflare: { credentials: { main: { api_token: s3cr3t } } }");

    terminal.run("check-config", file).succeeds();
    assertThat(terminal.out())
        .contains("api_token: '***'", "listen: 127.0.0.1:10365")
        .doesNotContain("s3cr3t");
    assertThat(terminal.err()).startsWith("warning: " + file);
  }

  @Test
  void checkConfig_printsTheNextRunsOfEachCron_andWarnsOfShiftedTimes() throws IOException {
    var file =
        config(
            """
            timezone: Europe/Berlin
            cloudflare: { credentials: { main: { api_token: s3cr3t } } }
            watch: [ { cron: "0 30 2 * * ?" } ]
            channels: { s: { type: slack, url: "https://hooks.slack.com/services/T0/B0/x" } }
            digests: [ { cron: "0 0 8 ? * MON", to: [s] } ]
            """);

    var output = terminal.run("check-config", file).succeeds();

    assertThat(output.out())
        .contains(
            "timezone: Europe/Berlin",
            "# watch[0].cron runs next: Sat 2026-11-21 02:30, Sun 2026-11-22 02:30, Mon 2026-11-23"
                + " 02:30 (Europe/Berlin)",
            "# digests[0].cron runs next: Mon 2026-11-23 08:00, Mon 2026-11-30 08:00, Mon"
                + " 2026-12-07 08:00 (Europe/Berlin)");
    assertThat(output.err())
        .contains(
            "warning: watch[0].cron: 02:30 does not exist on 2027-03-28 in Europe/Berlin, where"
                + " clocks go forward: it runs at 03:00",
            "warning: watch[0].cron: 02:30 occurs twice on 2027-10-31 in Europe/Berlin, where"
                + " clocks go back: it runs the first time only")
        .doesNotContain("digests[0]");
  }

  @Test
  void checkConfig_printsALineForEachProblem() throws IOException {
    var file = config("wach: 1\nstor: 2\ncloudflare: { credentials: { a: { api_token: x } } }\n");

    assertThat(terminal.run("check-config", "--config", file).exit()).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo(
            file
                + ":1:1: wach: unknown key (did you mean watch?)\n"
                + file
                + ":2:1: stor: unknown key (did you mean store?)\n");
  }

  @Test
  void list_needsNoToken() throws IOException {
    var file = config("store: { url: \"sqlite:" + temp.resolve("certvigil.db") + "\" }");

    assertThat(terminal.run("list", "--config", file).exit()).isEqualTo(4);
    assertThat(terminal.err()).hasLineCount(1).startsWith("certvigil: ");
  }

  @Test
  void run_stopsWithoutToken() {
    assertThat(terminal.run("run", "--config", temp.resolve("nope.yml").toString()).exit())
        .isEqualTo(2);
    assertThat(terminal.err()).isEqualTo(temp.resolve("nope.yml") + ": there is no such file\n");
  }

  @Test
  void stackTrace_onlyWithDebug() {
    var nope = temp.resolve("nope.yml").toString();

    terminal.run("run", "--debug", "--config", nope);

    assertThat(terminal.err()).contains("ConfigException", "\tat io.certvigil");
  }

  private String config(String content) throws IOException {
    return Files.writeString(temp.resolve("certvigil.yml"), content).toString();
  }
}
