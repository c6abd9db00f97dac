package io.certvigil.cli.alerts;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.certificates.KeyResolver;
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
import io.certvigil.store.Store;
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
      @Parameters(
              paramLabel = "ID",
              description =
                  "Id of the silence or its beginning, or a part of its key, author or comment.")
          String id) {
    var context = common.context();
    try (var store = common.store()) {
      var now = context.now();
      var silence = store.silences().find(id).orElseThrow(() -> notFound(context, store, id, now));
      boolean ended = store.silences().expire(silence.id(), now);
      context.print(
          ended
              ? "Expired: " + silence.id()
              : silence.id() + " had already expired, " + CellFormat.minute(silence.endsAt()));
    }
  }

  private static CommandFailure notFound(
      CommandContext context, Store store, String id, Instant now) {
    var part = id.strip();
    var found =
        store.silences().list().stream()
            .filter(silence -> !part.isEmpty() && matches(silence, part))
            .toList();
    if (found.isEmpty()) {
      return CommandFailure.negative(
          "no silence has the id "
              + PrintableText.of(id)
              + "; see certvigil silence list --expired");
    }
    KeyResolver.printCandidates(context, found, listing(now));
    return CommandFailure.usage(found.size() + " silences match; give one of these ids");
  }

  private static boolean matches(Silence silence, String part) {
    return silence.id().startsWith(part)
        || silence.key().contains(part)
        || silence.author().contains(part)
        || silence.comment().contains(part);
  }
}
