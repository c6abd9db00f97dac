package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.certificates.CertificateListing;
import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.RowStyle;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.model.PrintableText;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Silence;
import io.certvigil.store.AckResult;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.AlertView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that list and acknowledge alerts. */
public final class AlertCommands {
  private static final TablePrinter<AlertRow> LISTING =
      new TablePrinter<>(table(), csv(), AlertRow::json, "No alert is firing.")
          .styled(AlertRow::style);

  private AlertCommands() {}

  @Command(description = "Lists the firing alerts, most severe first.")
  static void alerts(@Mixin CommonOptions common, @Mixin OutputOption output) {
    try (var store = common.store()) {
      var now = common.context().now();
      var silences = store.silences().active(now);
      var alerts =
          store.inventory().alerts(false, now).stream()
              .map(view -> new AlertRow(view, Silence.covering(silences, view.subject())));
      LISTING.print(common.context(), output.format(), alerts::forEach);
    }
  }

  private static List<TableColumn<AlertRow>> table() {
    return List.of(
        left("SEVERITY", row -> row.alert().severity().word()),
        left("KEY", row -> row.alert().id().key()),
        left("SINCE", row -> CellFormat.minute(row.alert().progress().firstFiredAt())),
        left("ALERT STEP", row -> CellFormat.rung(row.alert().progress().rung())),
        left("HANDLED", AlertRow::handled),
        left("WHERE", AlertRow::where),
        left("SUMMARY", row -> row.view().summary()));
  }

  private static List<TableColumn<AlertRow>> csv() {
    return List.of(
        left("key", row -> row.alert().id().key()),
        left("state", row -> row.alert().state().word()),
        left("severity", row -> row.alert().severity().word()),
        left("rung", row -> String.valueOf(row.json().rung())),
        left("episode", row -> String.valueOf(row.alert().id().episode())),
        left("first_fired_at", row -> row.alert().progress().firstFiredAt().toString()),
        left("reason", row -> CellFormat.text(row.alert().reason())),
        left("acknowledged_at", row -> CellFormat.text(row.json().acknowledgedAt())),
        left("acknowledged_by", row -> CellFormat.text(row.json().acknowledgedBy())),
        left("silences", row -> String.join(" ", row.json().silences())),
        left("certificate_key", AlertRow::certificateKey),
        left("where", AlertRow::where),
        left("name", row -> row.alert().subject().name()),
        left("summary", row -> row.view().summary()));
  }

  /**
   * An alert with its silences.
   *
   * @param silences the active ones that match it
   */
  private record AlertRow(AlertView view, List<Silence> silences) {
    private Alert alert() {
      return view.alert();
    }

    private AlertJson json() {
      return AlertJson.of(view, silences);
    }

    private RowStyle style() {
      return switch (alert().severity()) {
        case INFO -> RowStyle.PLAIN;
        case WARNING -> RowStyle.WARNING;
        case CRITICAL -> RowStyle.CRITICAL;
      };
    }

    /** For people: who acknowledged it, and until when it is silenced. */
    private String handled() {
      var words = new ArrayList<String>();
      var ack = alert().progress().ack();
      if (ack != null) {
        words.add("ack " + ack.by() + " " + CellFormat.minute(ack.at()));
      }
      silences.stream()
          .map(Silence::endsAt)
          .max(Comparator.naturalOrder())
          .ifPresent(end -> words.add("silenced until " + CellFormat.minute(end)));
      return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private String where() {
      var certificate = view.certificate();
      return certificate == null ? "" : CertificateListing.where(certificate);
    }

    private String certificateKey() {
      var certificate = view.certificate();
      return certificate == null ? "" : certificate.key();
    }
  }

  @Command(description = "Acknowledges an alert: no reminders until its next alert step.")
  static void ack(
      @Mixin CommonOptions common,
      @Mixin AuthorOption author,
      @Option(
              names = "--undo",
              description = "Remove the acknowledgement: reminders are sent again.")
          boolean undo,
      @Parameters(paramLabel = "KEY", description = KeyResolver.KEY) String key) {
    var context = common.context();
    var name = author.name(context);
    try (var store = common.store()) {
      var now = context.now();
      var alert = new KeyResolver(context, store, now).firing(key).alert().id().key();
      var result = undo ? store.alerts().unack(alert, now) : store.alerts().ack(alert, name, now);
      context.print(PrintableText.of(line(result, undo)));
    }
  }

  private static String line(AckResult result, boolean undo) {
    return switch (result) {
      case AckResult.Changed(var alert) ->
          (undo ? "Unacknowledged: " : "Acknowledged: ")
              + alert.id().key()
              + " "
              + alert.subject().name();
      case AckResult.Unchanged(var alert) ->
          alert.id().key() + " " + alert.subject().name() + unchanged(alert.progress().ack());
      case AckResult.NotFiring(var gone) ->
          throw CommandFailure.negative(gone + " has just been resolved; see certvigil alerts");
    };
  }

  private static String unchanged(Alert.@Nullable Ack ack) {
    return ack == null
        ? " was not acknowledged"
        : " was already acknowledged by " + ack.by() + ", " + CellFormat.minute(ack.at());
  }
}
