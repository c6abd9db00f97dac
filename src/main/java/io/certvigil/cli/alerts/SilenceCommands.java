package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.MatcherOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.model.PrintableText;
import io.certvigil.policy.Silence;
import io.certvigil.store.Silences;
import io.certvigil.store.view.SilenceJson;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that list and expire silences. */
public final class SilenceCommands {
  private SilenceCommands() {}

  @Command(description = "Lists the active and pending silences.")
  static void list(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Option(names = "--expired", description = "List expired ones too.") boolean expired) {
    try (var queries = common.queries()) {
      var now = common.context().now();
      var silences =
          queries.silences().stream().filter(silence -> expired || silence.endsAt().isAfter(now));
      listing(now).print(common.context(), output.format(), silences::forEach);
    }
  }

  private static TablePrinter<Silence> listing(Instant now) {
    return new TablePrinter<>(
        table(now), csv(now), silence -> SilenceJson.of(silence, now), "No silences.");
  }

  private static List<TableColumn<Silence>> table(Instant now) {
    return List.of(
        left("ID", Silence::id),
        left("STATE", silence -> SilenceJson.state(silence, now)),
        left("STARTS", silence -> CellFormat.minute(silence.startsAt())),
        left("EXPIRES", silence -> CellFormat.minute(silence.endsAt())),
        left("AUTHOR", Silence::author),
        left("MATCHERS", MatcherOptions::text),
        left("COMMENT", Silence::comment));
  }

  private static List<TableColumn<Silence>> csv(Instant now) {
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

  @Command(
      description =
          "Expires a silence now; alerts that it suppressed and that still fire are sent.")
  static void end(
      @Mixin CommonOptions common,
      @Mixin AuthorOption author,
      @Parameters(
              paramLabel = "ID",
              description =
                  "Id of the silence or its beginning, or a part of its key, author or comment.")
          String id) {
    var context = common.context();
    var name = author.name(context);
    try (var access = common.access(common.configWithoutSecrets())) {
      var silence = only(context, access.queries().silences(), id);
      boolean ended = access.changes().expire(silence.id(), name);
      context.print(
          ended
              ? "Expired: " + silence.id()
              : silence.id() + " had already expired, " + CellFormat.minute(silence.endsAt()));
    }
  }

  private static Silence only(CommandContext context, List<Silence> all, String id) {
    var found = Silences.matching(all, id);
    if (found.isEmpty()) {
      throw CommandFailure.negative(
          "no silence has the id "
              + PrintableText.of(id)
              + "; see certvigil silence list --expired");
    }
    if (found.size() > 1) {
      KeyResolver.printCandidates(context, found, listing(context.now()));
      throw CommandFailure.usage(found.size() + " silences match; give one of these ids");
    }
    return found.getFirst();
  }
}
