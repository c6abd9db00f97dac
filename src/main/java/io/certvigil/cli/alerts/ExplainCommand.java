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
import io.certvigil.policy.Explanation;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.StoredJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command that explains when a certificate raises alerts. */
public final class ExplainCommand {
  private static final TablePrinter<ExplanationJson.Step> RUNGS =
      new TablePrinter<>(
          List.of(
              left("ALERT STEP", ExplanationJson.Step::rung),
              left("REACHED", step -> CellFormat.minute(step.at())),
              left("SEVERITY", ExplanationJson.Step::severity),
              left("", ExplainCommand::state)),
          List.of(
              left("rung", ExplanationJson.Step::rung),
              left("at", step -> CellFormat.text(step.at())),
              left("passed", step -> Boolean.toString(step.passed())),
              left("severity", ExplanationJson.Step::severity),
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
    var config = common.configWithoutSecrets();
    try (var store = common.store(config)) {
      var now = context.now();
      var view = new KeyResolver(context, store, now).certificate(key);
      var why =
          store
              .alerts()
              .explain(new Policy(config.expiry()), view.key(), now)
              .orElseThrow(() -> unwatched(view));
      var silences = Silence.covering(store.silences().active(now), view.subject(why.alertKey()));
      print(context, output.format(), ExplanationJson.of(view, why, silences));
    }
  }

  private static CommandFailure unwatched(CertificateView view) {
    return CommandFailure.negative(
        view.key() + " is no longer watched: no alerts are sent for it; see certvigil list");
  }

  private static void print(
      CommandContext context, OutputOption.Format format, ExplanationJson why) {
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

  private static void print(DetailPrinter lines, ExplanationJson why) {
    lines.line("Name", why.name());
    lines.line("Key", why.certificateKey());
    lines.line("Alert", why.alertKey() + alert(why));
    lines.line("Rule", why.because());
    lines.line("Expires", why.notAfter() == null ? "unknown" : why.notAfter());
    lines.line("Alert step", why.rung() == null ? "none yet" : rung(why.rung()));
    lines.line("Next step", next(why));
    lines.line("No alerts", why.quiet());
    lines.line("Not covered", String.join(" ", why.uncoveredHosts()));
    lines.line("Acknowledged", why.acknowledgedBy() == null ? null : ack(why));
    lines.line("Silences", String.join(" ", why.silences()));
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

  private static String state(ExplanationJson.Step step) {
    if (step.dropped() != null) {
      return "ignored: " + step.dropped();
    }
    return step.passed() ? "passed" : "";
  }

  /** The explanation of a certificate's alert steps, as JSON. */
  private record ExplanationJson(
      String certificateKey,
      String alertKey,
      String name,
      String rule,
      String because,
      @Nullable Long lifetimeDays,
      @Nullable String renewal,
      @Nullable Instant notAfter,
      List<Step> rungs,
      @Nullable String rung,
      @Nullable String nextRung,
      @Nullable Instant nextAt,
      @Nullable String quiet,
      List<String> uncoveredHosts,
      @Nullable String state,
      @Nullable String severity,
      @Nullable Instant acknowledgedAt,
      @Nullable String acknowledgedBy,
      List<String> silences) {

    private static ExplanationJson of(
        CertificateView certificate, Explanation why, List<Silence> silences) {
      var alert = why.alert();
      var ack = alert == null ? null : alert.progress().ack();
      return new ExplanationJson(
          certificate.key(),
          why.alertKey(),
          why.name(),
          why.rule().word(),
          why.ruleText(),
          why.lifetimeDays(),
          word(why.renewal()),
          why.end(),
          why.steps().stream().map(Step::of).toList(),
          word(why.current()),
          word(why.next()),
          why.nextAt(),
          why.notAlertedReason(),
          why.uncovered(),
          alert == null ? null : alert.state().word(),
          alert == null ? null : alert.severity().word(),
          ack == null ? null : ack.at(),
          ack == null ? null : ack.by(),
          silences.stream().map(Silence::id).toList());
    }

    private static @Nullable String word(@Nullable Duration rung) {
      return AlertJson.rung(rung);
    }

    /** One alert step; {@code dropped} is the reason if it does not count, otherwise null. */
    private record Step(
        String rung,
        @Nullable Instant at,
        boolean passed,
        String severity,
        @Nullable String dropped) {
      private static Step of(Explanation.Step step) {
        return new Step(
            CellFormat.text(word(step.rung())),
            step.at(),
            step.passed(),
            step.severity().word(),
            step.dropped());
      }
    }
  }
}
