package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.FilterOptions;
import io.certvigil.cli.options.HistoryRange;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.config.ErrorWording;
import io.certvigil.model.PrintableText;
import io.certvigil.store.Store;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the changes between two times. */
@Command(
    name = "diff",
    description = {
      "Lists the changes between two times, newest first.",
      "The first reading of a list is a single row."
    })
public final class DiffCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private FilterOptions filters = new FilterOptions();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description =
          "Changes after this time: 2026-11-01 (0:00 UTC), 2026-11-01T08:00Z, or 36h for 36 hours"
              + " ago.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Changes until this time; default: now.")
  private @Nullable String to;

  @Option(
      names = "--change",
      paramLabel = "CHANGE",
      split = ",",
      description =
          "Only these kinds of changes, separated by commas: appeared, renewed, status, expiry,"
              + " metadata, disappeared, baseline, unwatched.")
  private List<String> words = List.of();

  public DiffCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    check();
    var now = context.now();
    var begin = MomentOption.past("--from", from, now);
    var end = to == null ? now : MomentOption.past("--to", to, now);
    if (!begin.isBefore(end)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--from must be before --to, was " + begin + " and " + end);
    }
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      ChangeListing.LISTING.print(context, output.format(), rows -> all(store, begin, end, rows));
      HistoryRange.warnIfIncomplete(context, store.inventory(), config, begin, now);
    }
    return ExitCode.SUCCESS;
  }

  private void check() {
    for (var word : words) {
      if (!ChangeView.WORDS.contains(word)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--change must be one of "
                + String.join(", ", ChangeView.WORDS)
                + ", was "
                + PrintableText.of(word)
                + ErrorWording.suggest(word, ChangeView.WORDS));
      }
    }
  }

  private void all(Store store, Instant begin, Instant end, Consumer<ChangeView> rows) {
    var filter = filters.filter();
    var only = Set.copyOf(words);
    Cursor next = null;
    do {
      var page = store.inventory().changes(begin, end, filter, only, next, PAGE);
      page.rows().forEach(rows);
      next = page.next();
    } while (next != null);
  }
}
