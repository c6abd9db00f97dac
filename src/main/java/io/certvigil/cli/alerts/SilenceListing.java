package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.options.MatcherOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.SilenceJson;
import java.time.Instant;
import java.util.List;

/** The columns of silences. */
final class SilenceListing {
  private SilenceListing() {}

  static TablePrinter<Silence> at(Instant now) {
    return new TablePrinter<>(
        table(now), csv(now), silence -> SilenceJson.of(silence, now), "No silences.");
  }

  private static List<TablePrinter.TableColumn<Silence>> table(Instant now) {
    return List.of(
        left("ID", Silence::id),
        left("STATE", silence -> SilenceJson.state(silence, now)),
        left("STARTS", silence -> CellFormat.minute(silence.startsAt())),
        left("EXPIRES", silence -> CellFormat.minute(silence.endsAt())),
        left("AUTHOR", Silence::author),
        left("MATCHERS", MatcherOptions::text),
        left("COMMENT", Silence::comment));
  }

  private static List<TablePrinter.TableColumn<Silence>> csv(Instant now) {
    return List.of(
        left("id", Silence::id),
        left("state", silence -> SilenceJson.state(silence, now)),
        left("starts_at", silence -> silence.startsAt().toString()),
        left("ends_at", silence -> silence.endsAt().toString()),
        left("author", Silence::author),
        left("matchers", MatcherOptions::text),
        left("comment", Silence::comment),
        left("created_at", silence -> silence.createdAt().toString()));
  }
}
