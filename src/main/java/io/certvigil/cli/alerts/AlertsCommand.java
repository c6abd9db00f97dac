package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.certificates.AlertRow;
import io.certvigil.cli.certificates.CertificateListing;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.store.Store;
import io.certvigil.store.view.CertificateView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the firing alerts. */
@Command(name = "alerts", description = "Lists the firing alerts, most severe first.")
public final class AlertsCommand implements Callable<Integer> {
  private static final TablePrinter<AlertRow> LISTING =
      new TablePrinter<>(table(), csv(), AlertRow::json, "No alert is firing.")
          .styled(AlertRow::style);

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  public AlertsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var now = context.now();
      var silences = store.silences().active(now);
      var alerts = store.inventory().alerts(false, now);
      LISTING.print(
          context,
          output.format(),
          rows -> alerts.forEach(alert -> rows.accept(AlertRow.of(alert, silences))));
    }
    return ExitCode.SUCCESS;
  }

  private static List<TablePrinter.TableColumn<AlertRow>> table() {
    return List.of(
        left("SEVERITY", row -> row.view().alert().severity().word()),
        left("KEY", row -> row.view().alert().id().key()),
        left("SINCE", row -> CellFormat.minute(row.view().alert().progress().firstFiredAt())),
        left("ALERT STEP", row -> CellFormat.rung(row.view().alert().progress().rung())),
        left("HANDLED", AlertRow::handled),
        left("WHERE", AlertsCommand::where),
        left("SUMMARY", row -> row.view().summary()));
  }

  private static List<TablePrinter.TableColumn<AlertRow>> csv() {
    return List.of(
        left("key", row -> row.view().alert().id().key()),
        left("state", row -> row.view().alert().state().word()),
        left("severity", row -> row.view().alert().severity().word()),
        left("rung", row -> String.valueOf(row.json().rung())),
        left("episode", row -> String.valueOf(row.view().alert().id().episode())),
        left("first_fired_at", row -> row.view().alert().progress().firstFiredAt().toString()),
        left("reason", row -> CellFormat.text(row.view().alert().reason())),
        left("acknowledged_at", row -> CellFormat.text(row.json().acknowledgedAt())),
        left("acknowledged_by", row -> CellFormat.text(row.json().acknowledgedBy())),
        left("silences", row -> String.join(" ", row.json().silences())),
        left("certificate_key", row -> keyOf(row.view().certificate())),
        left("where", AlertsCommand::where),
        left("name", row -> row.view().alert().subject().name()),
        left("summary", row -> row.view().summary()));
  }

  private static String where(AlertRow row) {
    var certificate = row.view().certificate();
    return certificate == null ? "" : CertificateListing.where(certificate);
  }

  private static String keyOf(@Nullable CertificateView certificate) {
    return certificate == null ? "" : certificate.key();
  }
}
