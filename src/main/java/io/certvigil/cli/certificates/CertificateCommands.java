package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.FilterOptions;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.config.Config;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.ReadingState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that show certificates and their changes. */
public final class CertificateCommands {
  private CertificateCommands() {}

  @Command(
      description = {
        "Lists the certificates, the soonest expiry first, those that have expired last.",
        "In a table the expired ones are one row; JSON and CSV contain all of them."
      })
  static void list(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Mixin FilterOptions filters,
      @Option(names = "--expired", description = "Only certificates that have expired.")
          boolean expired,
      @Option(
              names = "--as-of",
              paramLabel = "TIME",
              description =
                  "As they were known at this time: 2026-11-01 (0:00 UTC), 2026-11-01T08:00Z, or"
                      + " 36h for 36 hours ago.")
          @Nullable String asOf) {
    var context = common.context();
    var now = context.now();
    var moment = asOf == null ? null : MomentOption.past("--as-of", asOf, now);
    var config = common.configWithoutSecrets();
    try (var queries = common.queries(config)) {
      var filter = expired ? filters.expired() : filters.filter();
      var at = moment == null ? now : moment;
      boolean rowsOfAll = filter.expiredOnly() || filter.text() != null;
      var ended = new ExpiredRows(output.format(), rowsOfAll, at);
      CertificateListing.at(at)
          .print(
              context,
              output.format(),
              rows -> queries.certificates(filter, moment, ended.before(rows)),
              ended::row);
      var state = queries.readingState();
      if (moment != null) {
        warnIfIncomplete(context, state, config, moment, now);
      } else if (!state.complete()) {
        context.printError(
            "certvigil: no list has been read completely yet, so certificates may be missing"
                + " here; run certvigil sweep, or see the daemon's log");
      }
    }
  }

  /** Warns on standard error if the data of this moment is missing or incomplete. */
  private static void warnIfIncomplete(
      CommandContext context, ReadingState state, Config config, Instant moment, Instant now) {
    var kept = now.minus(config.store().history());
    var known = state.knownSince();
    if (known == null || moment.isBefore(known)) {
      context.printError(
          "certvigil: no list had been read by "
              + moment
              + (known == null ? "" : "; the first reading was at " + known));
    } else if (moment.isBefore(kept)) {
      context.printError(
          "certvigil: changes before "
              + CellFormat.minute(kept)
              + " are no longer stored (store.retention.history): the output is incomplete");
    }
  }

  @Command(description = "Shows one certificate with its alerts.")
  static void show(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "KEY", description = KeyResolver.KEY) String key) {
    var context = common.context();
    try (var queries = common.queries()) {
      var view = KeyResolver.certificate(context, queries::find, key);
      var alerts = queries.alertsOf(view.key());
      var now = context.now();
      CertificateListing.at(now)
          .withJson(_ -> new Shown(view, alerts))
          .printOne(context, output.format(), view, lines -> lines.certificate(view, alerts, now));
    }
  }

  private record Shown(CertificateView certificate, List<AlertJson> alerts) {}

  @Command(
      description =
          "Lists every change of a certificate, newest first, also if it no longer exists.")
  static void history(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Parameters(
              paramLabel = "KEY",
              description =
                  KeyResolver.KEY
                      + " A certificate that no longer exists is found only by its key.")
          String key) {
    var context = common.context();
    try (var queries = common.queries()) {
      var view =
          queries
              .known(key.strip())
              .orElseGet(() -> KeyResolver.certificate(context, queries::find, key));
      ChangeListing.LISTING.print(context, output.format(), queries.history(view.key())::forEach);
    }
  }

  @Command(
      description = {
        "Lists the changes between two times, newest first.",
        "The first reading of a list is a single row."
      })
  static void diff(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Mixin FilterOptions filters,
      @Option(
              names = "--from",
              paramLabel = "TIME",
              required = true,
              description =
                  "Changes after this time: 2026-11-01 (0:00 UTC), 2026-11-01T08:00Z, or 36h for 36"
                      + " hours ago.")
          String from,
      @Option(
              names = "--to",
              paramLabel = "TIME",
              description = "Changes until this time; default: now.")
          @Nullable String to,
      @Option(
              names = "--change",
              paramLabel = "CHANGE",
              split = ",",
              description =
                  "Only these kinds of changes, separated by commas: appeared, renewed, status,"
                      + " expiry, metadata, disappeared, baseline, unwatched.")
          @Nullable List<String> words) {
    var context = common.context();
    var only = words == null ? Set.<String>of() : Set.copyOf(words);
    only.forEach(word -> CommandFailure.requireOneOf("--change", word, ChangeView.WORDS));
    var now = context.now();
    var begin = MomentOption.past("--from", from, now);
    var end = to == null ? now : MomentOption.past("--to", to, now);
    if (!begin.isBefore(end)) {
      throw CommandFailure.usage("--from must be before --to, was " + begin + " and " + end);
    }
    var config = common.configWithoutSecrets();
    try (var queries = common.queries(config)) {
      ChangeListing.LISTING.print(
          context,
          output.format(),
          rows -> queries.changes(begin, end, filters.filter(), only, rows));
      warnIfIncomplete(context, queries.readingState(), config, begin, now);
    }
  }
}
