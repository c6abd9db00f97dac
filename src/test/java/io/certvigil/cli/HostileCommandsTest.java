package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.certvigil.HostileText;
import io.certvigil.cli.certificates.CertificateListing;
import io.certvigil.cli.doctor.Check;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.Problems;
import io.certvigil.cli.terminal.TextLogFormat;
import io.certvigil.redaction.Scrubber;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.event.KeyValuePair;

class HostileCommandsTest {
  private static final String HARMLESS = "xy";

  private static final List<UnaryOperator<String>> OUTPUTS =
      List.of(
          text -> listing(OutputOption.Format.TABLE, text),
          text -> listing(OutputOption.Format.CSV, text),
          HostileCommandsTest::facts,
          HostileCommandsTest::logged,
          text -> Check.ok("lists", text).lines(0).toString(),
          text -> Problems.firstLine(CommandFailure.usage(text)));

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void output_isPrintable(String text) {
    assertThat(Check.ok("lists", text).lines(0)).hasSize(1);
    assertThat(logged(text)).endsWith("\n");
    for (var output : OUTPUTS) {
      HostileText.assertPrintable(output.apply(text), output.apply(HARMLESS));
    }
  }

  private static String listing(OutputOption.Format format, String text) {
    var terminal = new CommandRunner();
    CertificateListing.at(CommandRunner.TODAY)
        .print(
            terminal.context(),
            format,
            List.of(HostileText.certificate("k1", text, CommandRunner.TODAY))::forEach);
    return terminal.out();
  }

  private static String facts(String text) {
    var terminal = new CommandRunner();
    new DetailPrinter(terminal.context().out())
        .certificate(
            HostileText.certificate("k1", text, CommandRunner.TODAY),
            List.of(),
            CommandRunner.TODAY);
    return terminal.out();
  }

  private static String logged(String text) {
    var event = new LoggingEvent();
    event.setLoggerContext(new LoggerContext());
    event.setLoggerName("io.certvigil.sweep.Sweeper");
    event.setLevel(Level.WARN);
    event.setInstant(CommandRunner.TODAY);
    event.setMessage("failed: " + text);
    event.addKeyValuePair(new KeyValuePair("zone", text));
    return new TextLogFormat(false, new Scrubber()).doLayout(event);
  }
}
