package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;

import io.certvigil.cli.certificates.CertificateListing;
import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.RowStyle;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.Fit;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.model.Durations;
import io.certvigil.model.PrintableText;
import io.certvigil.model.WordedEnum;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AckAnswer;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CommandChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that list and acknowledge alerts. */
public final class AlertCommands {
  private AlertCommands() {}

  @Command(description = "Lists the firing alerts, most severe first.")
  static void alerts(@Mixin CommonOptions common, @Mixin OutputOption output) {
    try (var queries = common.queries()) {
      var silences = queries.silences();
      var alerts = queries.alerts().stream().map(alert -> new AlertRow(alert, silences));
      var context = common.context();
      new TablePrinter<>(table(context.now()), csv(), AlertRow::alert, "No alert is firing.")
          .styled(AlertRow::style)
          .print(context, output.format(), alerts::forEach);
    }
  }

  private static List<TableColumn<AlertRow>> table(Instant now) {
    return List.of(
        right("IN", row -> row.remaining(now)),
        left("NAME", (AlertRow row) -> row.alert().name()).fit(Fit.NAME),
        left("WHERE", AlertRow::where).fit(Fit.SHRINKS).leftOut(9),
        left("SEVERITY", row -> row.alert().severity()),
        left("KEY", row -> row.alert().key()),
        left("HANDLED", AlertRow::handled).fit(Fit.SHRINKS).leftOut(8),
        left("ALERT STEP", AlertRow::step).leftOut(3),
        left("SINCE", (AlertRow row) -> CellFormat.minute(row.alert().firstFiredAt())).leftOut(2),
        left("SUMMARY", (AlertRow row) -> CellFormat.sentence(row.alert().summary()))
            .fit(Fit.REST)
            .leftOut(1));
  }

  private static List<TableColumn<AlertRow>> csv() {
    return List.of(
        left("key", row -> row.alert().key()),
        left("state", row -> row.alert().state()),
        left("severity", row -> row.alert().severity()),
        left("rung", row -> String.valueOf(row.alert().rung())),
        left("episode", row -> String.valueOf(row.alert().episode())),
        left("first_fired_at", row -> row.alert().firstFiredAt().toString()),
        left("reason", row -> CellFormat.text(row.alert().reason())),
        left("acknowledged_at", row -> CellFormat.text(row.alert().acknowledgedAt())),
        left("acknowledged_by", row -> CellFormat.text(row.alert().acknowledgedBy())),
        left("silences", row -> String.join(" ", row.alert().silences())),
        left("certificate_key", AlertRow::certificateKey),
        left("where", AlertRow::where),
        left("name", row -> row.alert().name()),
        left("summary", row -> row.alert().summary()));
  }

  /**
   * An alert.
   *
   * @param silences all of them; the alert has the ids of those that cover it
   */
  private record AlertRow(AlertJson alert, List<Silence> silences) {
    private RowStyle style() {
      return WordedEnum.of(Severity.class, alert.severity())
          .map(
              severity ->
                  switch (severity) {
                    case INFO -> RowStyle.PLAIN;
                    case WARNING -> RowStyle.WARNING;
                    case CRITICAL -> RowStyle.CRITICAL;
                  })
          .orElse(RowStyle.PLAIN);
    }

    private String remaining(Instant now) {
      var certificate = alert.certificate();
      return CellFormat.left(certificate == null ? null : certificate.notAfter(), now);
    }

    private String step() {
      var rung = alert.rung();
      return CellFormat.rung(rung == null ? null : Durations.parseLenient(rung).orElse(null));
    }

    /** For people: who acknowledged it, and until when it is silenced. */
    private String handled() {
      var words = new ArrayList<String>();
      var at = alert.acknowledgedAt();
      if (at != null) {
        words.add("ack " + alert.acknowledgedBy() + " " + CellFormat.minute(at));
      }
      silences.stream()
          .filter(silence -> alert.silences().contains(silence.id()))
          .map(Silence::endsAt)
          .max(Comparator.naturalOrder())
          .ifPresent(end -> words.add("silenced until " + CellFormat.minute(end)));
      return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private String where() {
      var certificate = alert.certificate();
      return certificate == null ? "" : CertificateListing.where(certificate);
    }

    private String certificateKey() {
      var certificate = alert.certificate();
      return certificate == null ? "" : certificate.key();
    }
  }

  @Command(
      description = {
        "Acknowledges alerts: no reminders until the next alert step of each. That of a SAML"
            + " certificate whose successor is at the identity provider is closed.",
        "Of several all are acknowledged, or none if one of the keys is wrong."
      })
  static void ack(
      @Mixin CommonOptions common,
      @Mixin AuthorOption author,
      @Option(
              names = "--undo",
              description = "Remove the acknowledgement: reminders are sent again.")
          boolean undo,
      @Parameters(arity = "1..*", paramLabel = "KEY", description = KeyResolver.KEY)
          List<String> keys) {
    var context = common.context();
    var name = author.name(context);
    try (var access = common.access(common.configWithoutSecrets())) {
      var resolver = new KeyResolver(context, access.queries());
      var alerts = keys.stream().map(key -> resolver.firing(key).key()).distinct().toList();
      var results = all(access.changes(), alerts, name, undo);
      results.forEach(result -> context.print(PrintableText.of(line(result, undo))));
    }
  }

  /** If one has been resolved in the meantime, what was changed before it is changed back. */
  private static List<AckAnswer> all(
      CommandChanges changes, List<String> alerts, String name, boolean undo) {
    var done = new ArrayList<AckAnswer>();
    for (var alert : alerts) {
      var result = undo ? changes.unack(alert, name) : changes.ack(alert, name);
      if (result.name() == null && alerts.size() > 1) {
        done.stream()
            .filter(AckAnswer::changed)
            .forEach(
                one -> {
                  var _ = undo ? changes.ack(one.key(), name) : changes.unack(one.key(), name);
                });
        throw CommandFailure.negative(
            result.key() + " has just been resolved, so nothing was changed; see certvigil alerts");
      }
      done.add(result);
    }
    return done;
  }

  private static String line(AckAnswer result, boolean undo) {
    var name = result.name();
    if (name == null) {
      throw CommandFailure.negative(result.key() + " has just been resolved; see certvigil alerts");
    }
    var alert = result.key() + " " + name;
    if (!result.changed()) {
      return alert + unchanged(result);
    }
    var done = result.by() == null ? "Closed as handed over: " : "Acknowledged: ";
    return (undo ? "Unacknowledged: " : done) + alert;
  }

  private static String unchanged(AckAnswer result) {
    return result.by() == null
        ? " was not acknowledged"
        : " was already acknowledged by " + result.by() + ", " + CellFormat.minute(result.at());
  }
}
