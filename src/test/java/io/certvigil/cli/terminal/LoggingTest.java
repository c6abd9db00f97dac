package io.certvigil.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Layout;
import com.google.gson.JsonParser;
import io.certvigil.model.Secret;
import io.certvigil.redaction.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class LoggingTest {
  @TempDir private Path temp;
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  @Test
  void text_hasTimestampLevelLoggerMessageAndPairs() {
    var log = logger(new TextLogFormat(false, new Scrubber()), Level.INFO);

    log.atInfo().addKeyValue("scopes", 3).addKeyValue("name", "a \"b\"").log("sweep done");

    assertThat(lines())
        .singleElement()
        .asString()
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  sweep.Sweeper sweep done"
                + " scopes=3 name=\"a \\\\\"b\\\\\"\"");
  }

  @Test
  void text_preventsForgedLines() {
    var log = logger(new TextLogFormat(false, new Scrubber()), Level.INFO);

    log.atWarn()
        .addKeyValue("zone", "x\n2026-01-01T00:00:00.000Z ERROR forged\u001b[31m")
        .log("cannot read\r\n{}", "a\u2028b");

    assertThat(lines()).hasSize(1);
    assertThat(lines().getFirst()).contains("\\r\\n", "\\n2026", "\\u001b", "\\u2028");
  }

  @Test
  void journal_hasPriorityOnEveryLineAndNoTimestamp() {
    var log = logger(new TextLogFormat(true, new Scrubber()), Level.INFO);

    log.atError().setCause(new IllegalStateException("a\n<6>INFO forged")).log("broken");

    assertThat(lines()).hasSizeGreaterThan(2).allMatch(line -> line.startsWith("<3>"));
    assertThat(lines().getFirst()).isEqualTo("<3>ERROR sweep.Sweeper broken");
    assertThat(lines().stream().skip(1)).allMatch(line -> line.startsWith("<3>    "));
  }

  @Test
  void journal_hasFourPriorities() {
    var log = logger(new TextLogFormat(true, new Scrubber()), Level.DEBUG);

    log.error("e");
    log.warn("w");
    log.info("i");
    log.debug("d");

    assertThat(lines())
        .extracting(line -> line.substring(0, 3))
        .containsExactly("<3>", "<4>", "<6>", "<7>");
  }

  @Test
  void json_isOneObjectALine() {
    var log = logger(new JsonLogFormat(new Scrubber()), Level.INFO);

    log.atInfo()
        .addKeyValue("count", 3)
        .addKeyValue("level", "of water")
        .addKeyValue("none", (Object) null)
        .setCause(new IllegalStateException("x\ny"))
        .log("two\nlines");

    assertThat(lines()).hasSize(1);
    var line = JsonParser.parseString(lines().getFirst()).getAsJsonObject();
    assertThat(line.keySet())
        .containsExactly(
            "timestamp", "level", "logger", "message", "count", "level_", "none", "exception");
    assertThat(line.get("level").getAsString()).isEqualTo("info");
    assertThat(line.get("message").getAsString()).isEqualTo("two\nlines");
    assertThat(line.get("count").getAsInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void secret_isInNoPartOfALine(boolean json) {
    var scrubber = new Scrubber();
    var log =
        logger(
            json ? new JsonLogFormat(scrubber) : new TextLogFormat(false, scrubber), Level.TRACE);
    scrubber.add(new Secret("https://hooks.example.com/T0/xY7zW8vU9tS0"));

    for (var level : Level.values()) {
      log.atLevel(level)
          .addKeyValue("url", "hooks.example.com/T0/xY7zW8vU9tS0")
          .addKeyValue("object", List.of("xY7zW8vU9tS0"))
          .setCause(
              new IllegalStateException(
                  "bad xY7zW8vU9tS0", new IOException("\"https:\\/\\/x\\/xY7zW8vU9tS0\"")))
          .log("cannot reach /T0/xY7zW8vU9tS0 of {}", "eFk3elc4dlU5dFMw");
    }

    assertThat(stream.toString(StandardCharsets.UTF_8))
        .contains("cannot reach *** of ***", "bad ***")
        .doesNotContain("xY7zW8vU9tS0", "eFk3elc4dlU5dFMw");
  }

  @Test
  void libraries_areQuietBelowWarning() {
    var context = context();
    Logging.apply(context, stream, new TextLogFormat(false, new Scrubber()), Level.DEBUG);

    context.getLogger("org.example.Client").debug("Authorization: Bearer x");
    context.getLogger("io.certvigil.sweep.Sweeper").debug("ours");

    assertThat(lines()).singleElement().asString().endsWith("ours");
  }

  @Test
  void journalStream_isComparedWithTheStreamItself() throws IOException {
    var file = Files.writeString(temp.resolve("log"), "");
    var facts = Files.readAttributes(file, "unix:dev,ino");

    assertThat(Journal.reads(facts.get("dev") + ":" + facts.get("ino"), file)).isTrue();
    assertThat(Journal.reads("1:2", file)).isFalse();
    assertThat(Journal.reads("", file)).isFalse();
    assertThat(Journal.reads("1:2", temp.resolve("missing"))).isFalse();
  }

  @Test
  void logback_findsItAsAService() {
    assertThat(ServiceLoader.load(Configurator.class)).anyMatch(Logging.class::isInstance);
  }

  private Logger logger(Layout<ILoggingEvent> line, Level level) {
    var context = context();
    Logging.apply(context, stream, line, level);
    return context.getLogger("io.certvigil.sweep.Sweeper");
  }

  // As SLF4J's provider makes it; without the adapter every event is dropped.
  private static LoggerContext context() {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    return context;
  }

  private List<String> lines() {
    return stream.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
