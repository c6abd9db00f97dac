package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ExplanationView;
import io.certvigil.store.view.StoredJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command that explains when a certificate raises alerts. */
public final class ExplainCommand {
  private static final TablePrinter<ExplanationView.Step> RUNGS =
      new TablePrinter<>(
          List.of(
              left("ALERT STEP", ExplanationView.Step::rung),
              left("REACHED", step -> CellFormat.minute(step.at())),
              left("SEVERITY", ExplanationView.Step::severity),
              left("", ExplainCommand::state)),
          List.of(
              left("rung", ExplanationView.Step::rung),
              left("at", step -> CellFormat.text(step.at())),
              left("passed", step -> Boolean.toString(step.passed())),
              left("severity", ExplanationView.Step::severity),
              left("dropped", step -> CellFormat.text(step.dropped()))),
          step -> step,
          "It has no alert steps.");

  private ExplainCommand() {}

  @Command(
      description =
          "Explains the alert steps of a certificate: their rule, which are passed, and which comes"
              + " next.")
  static void explain(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "KEY", description = KeyResolver.KEY) String key) {
    var context = common.context();
    try (var queries = common.queries()) {
      var view = KeyResolver.certificate(context, queries::find, key);
      var why = queries.explain(view).orElseThrow(() -> unwatched(view));
      print(context, output.format(), why);
    }
  }

  private static CommandFailure unwatched(CertificateView view) {
    return CommandFailure.negative(
        view.key() + " is no longer watched: no alerts are sent for it; see certvigil list");
  }

  private static void print(
      CommandContext context, OutputOption.Format format, ExplanationView why) {
    switch (format) {
      case TABLE -> {
        print(new DetailPrinter(context.out()), why);
        context.out().println();
        RUNGS.print(context, format, why.rungs()::forEach);
      }
      case JSON -> context.out().println(StoredJson.write(why));
      case CSV -> RUNGS.print(context, format, why.rungs()::forEach);
    }
    context.out().flush();
  }

  private static void print(DetailPrinter lines, ExplanationView why) {
    lines.line("Name", why.name());
    lines.line("Key", why.certificateKey());
    lines.line("Alert", why.alertKey() + alert(why));
    lines.line("Rule", why.because());
    lines.line("Expires", why.notAfter() == null ? "unknown" : why.notAfter());
    lines.line("Alert step", why.rung() == null ? "none yet" : rung(why.rung()));
    lines.line("Next step", next(why));
    lines.line("Reminder", reminder(why));
    lines.line("No alerts", why.quiet());
    lines.line("Not covered", String.join(" ", why.uncoveredHosts()));
    lines.line("Acknowledged", why.acknowledgedBy() == null ? null : ack(why));
    lines.line("Silences", String.join(" ", why.silences()));
  }

  private static String alert(ExplanationView why) {
    return why.state() == null ? ", never fired" : ", " + why.state() + ", " + why.severity();
  }

  private static String next(ExplanationView why) {
    var next = why.nextRung();
    return next == null ? "none" : rung(next) + ", " + CellFormat.minute(why.nextAt());
  }

  private static @Nullable String reminder(ExplanationView why) {
    var at = why.nextReminderAt();
    return at == null ? why.reminders() : why.reminders() + ", " + CellFormat.minute(at);
  }

  private static String ack(ExplanationView why) {
    return why.acknowledgedBy() + ", " + CellFormat.minute(why.acknowledgedAt());
  }

  private static String rung(String rung) {
    return rung.equals("0") || rung.equals("0d") ? "expired" : rung;
  }

  private static String state(ExplanationView.Step step) {
    if (step.dropped() != null) {
      return "ignored: " + step.dropped();
    }
    return step.passed() ? "passed" : "";
  }
}
