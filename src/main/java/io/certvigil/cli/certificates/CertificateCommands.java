package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.FilterOptions;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.config.Config;
import io.certvigil.policy.Silence;
import io.certvigil.store.Inventory;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.Page;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that show certificates and their changes. */
public final class CertificateCommands {
  private static final int PAGE = 1_000;

  private CertificateCommands() {}

  @Command(description = "Lists the certificates, soonest expiry first.")
  static void list(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Mixin FilterOptions filters,
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
    try (var store = common.store(config)) {
      var inventory = store.inventory();
      var filter = filters.filter();
      Consumer<Consumer<CertificateView>> certificates =
          moment == null
              ? rows -> inventory.list(filter, now, rows)
              : rows -> inventory.asOf(moment, filter, rows);
      CertificateListing.LISTING.print(context, output.format(), certificates);
      if (moment != null) {
        warnIfIncomplete(context, inventory, config, moment, now);
      } else if (!inventory.hasCompleteList()) {
        context.printError(
            "certvigil: no list has been read completely yet, so certificates may be missing"
                + " here; run certvigil sweep, or see the daemon's log");
      }
    }
  }

  /** Warns on standard error if the data of this moment is missing or incomplete. */
  private static void warnIfIncomplete(
      CommandContext context, Inventory inventory, Config config, Instant moment, Instant now) {
    var kept = now.minus(config.store().history());
    var known = inventory.knownSince();
    if (known.isEmpty() || moment.isBefore(known.get())) {
      context.printError(
          "certvigil: no list had been read by "
              + moment
              + known.map(first -> "; the first reading was at " + first).orElse(""));
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
    try (var store = common.store()) {
      var now = context.now();
      var view = new KeyResolver(context, store, now).certificate(key);
      var silences = store.silences().active(now);
      var alerts = store.inventory().alertsOf(view.key(), now);
      var handled =
          alerts.stream()
              .map(one -> AlertJson.of(one, Silence.covering(silences, one.subject())))
              .toList();
      CertificateListing.LISTING
          .withJson(_ -> new Shown(view, handled))
          .printOne(context, output.format(), view, lines -> lines.certificate(view, alerts));
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
    var now = context.now();
    try (var store = common.store()) {
      var view =
          store
              .inventory()
              .detail(key.strip(), now)
              .map(CertificateDetail::certificate)
              .orElseGet(() -> new KeyResolver(context, store, now).certificate(key));
      ChangeListing.LISTING.print(
          context, output.format(), store.inventory().history(view.key())::forEach);
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
    try (var store = common.store(config)) {
      Function<@Nullable Cursor, Page<ChangeView>> pages =
          next -> store.inventory().changes(begin, end, filters.filter(), only, next, PAGE);
      ChangeListing.LISTING.print(context, output.format(), rows -> all(pages, rows));
      warnIfIncomplete(context, store.inventory(), config, begin, now);
    }
  }

  private static void all(
      Function<@Nullable Cursor, Page<ChangeView>> pages, Consumer<ChangeView> rows) {
    Cursor next = null;
    do {
      var page = pages.apply(next);
      page.rows().forEach(rows);
      next = page.next();
    } while (next != null);
  }
}
