package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.alerts.ExplanationJson.Step;
import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Silence;
import io.certvigil.store.Store;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.StoredJson;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains when a certificate raises alerts. */
@Command(
    name = "explain",
    description =
        "Explains the alert steps of a certificate: their rule, which are passed, and which comes"
            + " next.")
public final class ThresholdsExplainCommand implements Callable<Integer> {
  private static final TablePrinter<Step> RUNGS =
      new TablePrinter<>(
          List.of(
              left("ALERT STEP", Step::rung),
              left("REACHED", step -> CellFormat.minute(step.at())),
              left("SEVERITY", Step::severity),
              left("", ThresholdsExplainCommand::state)),
          List.of(
              left("rung", Step::rung),
              left("at", step -> CellFormat.text(step.at())),
              left("passed", step -> Boolean.toString(step.passed())),
              left("severity", Step::severity),
              left("dropped", step -> CellFormat.text(step.dropped()))),
          step -> step,
          "It has no alert steps.");

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "KEY", description = KeyResolver.KEY)
  private String key = "";

  public ThresholdsExplainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var now = context.now();
      var view = new KeyResolver(context, store, now).certificate(key);
      var why =
          store
              .alerts()
              .explain(new Policy(config.expiry()), view.key(), now)
              .orElseThrow(() -> unwatched(view));
      var silences = Silence.covering(store.silences().active(now), view.subject(why.alertKey()));
      print(ExplanationJson.of(view, why, silences));
    }
    return ExitCode.SUCCESS;
  }

  private static CommandFailure unwatched(CertificateView view) {
    return new CommandFailure(
        ExitCode.FAILURE,
        view.key() + " is no longer watched: no alerts are sent for it; see certvigil list");
  }

  private void print(ExplanationJson why) {
    switch (output.format()) {
      case TABLE -> printFacts(why);
      case JSON -> context.out().println(StoredJson.write(why));
      case CSV -> RUNGS.print(context, OutputOption.Format.CSV, why.rungs()::forEach);
    }
    context.out().flush();
  }

  private void printFacts(ExplanationJson why) {
    fact("Name", why.name());
    fact("Key", why.certificateKey());
    fact("Alert", why.alertKey() + alert(why));
    fact("Rule", why.because());
    fact("Expires", why.notAfter() == null ? "unknown" : why.notAfter());
    fact("Alert step", why.rung() == null ? "none yet" : rung(why.rung()));
    fact("Next step", next(why));
    fact("No alerts", why.quiet());
    fact("Not covered", String.join(" ", why.uncoveredHosts()));
    fact("Acknowledged", why.acknowledgedBy() == null ? null : ack(why));
    fact("Silences", String.join(" ", why.silences()));
    context.out().println();
    RUNGS.print(context, OutputOption.Format.TABLE, why.rungs()::forEach);
  }

  private static String alert(ExplanationJson why) {
    return why.state() == null ? ", never fired" : ", " + why.state() + ", " + why.severity();
  }

  private static String next(ExplanationJson why) {
    var next = why.nextRung();
    return next == null ? "none" : rung(next) + ", " + CellFormat.minute(why.nextAt());
  }

  private static String ack(ExplanationJson why) {
    return why.acknowledgedBy() + ", " + CellFormat.minute(why.acknowledgedAt());
  }

  private static String rung(String rung) {
    return rung.equals("0") || rung.equals("0d") ? "expired" : rung;
  }

  private static String state(Step step) {
    if (step.dropped() != null) {
      return "ignored: " + step.dropped();
    }
    return step.passed() ? "passed" : "";
  }

  private void fact(String name, @Nullable Object value) {
    DetailPrinter.line(context.out(), name, value);
  }
}
