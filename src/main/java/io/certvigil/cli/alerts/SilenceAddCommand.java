package io.certvigil.cli.alerts;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.MatcherOptions;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.model.PrintableText;
import io.certvigil.policy.Silence;
import io.certvigil.store.Silences;
import io.certvigil.store.view.SilenceReach;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a silence. */
@Command(
    name = "add",
    description = {
      "Creates a silence and prints its id. While it is active, events that it matches are stored"
          + " but not sent; alerts that still fire when it expires are sent then.",
      "Matchers are globs as in routes; all of them must match."
    })
public final class SilenceAddCommand implements Callable<Integer> {
  private static final int LONGEST_COMMENT = 500;

  @Mixin private CommonOptions common;
  @Mixin private AuthorOption author;

  @Parameters(
      arity = "0..*",
      paramLabel = "MATCHER",
      description =
          "key=, source=, zone=, account=, name= or label.NAME=; or only the KEY of an alert or a"
              + " certificate.")
  private List<String> matchers = List.of();

  @Option(names = "--all", description = "Match every certificate, instead of matchers.")
  private boolean all;

  @Option(names = "--duration", paramLabel = "2h", description = "How long it is active.")
  private @Nullable Duration duration;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "When it expires, instead of --duration: 2026-11-21T08:00Z, or a date.")
  private @Nullable MomentOption until;

  @Option(names = "--start", paramLabel = "TIME", description = "When it starts; default: now.")
  private @Nullable MomentOption start;

  @Option(names = "--comment", paramLabel = "TEXT", required = true, description = "The reason.")
  private String comment = "";

  @Override
  public Integer call() {
    if (matchers.isEmpty() != all) {
      throw CommandFailure.usage(
          "give matchers, such as zone=*.shop.example, or --all for every certificate");
    }
    var context = common.context();
    var name = author.name(context);
    var why = AuthorOption.text("--comment", comment, LONGEST_COMMENT);
    var now = context.now();
    var from = start == null ? now : start.at();
    var end = end(from, now);
    var config = common.configWithoutSecrets();
    try (var access = common.access(config)) {
      var keys = new KeyResolver(context, access.queries());
      var what = MatcherOptions.of(matchers, config, keys::alertOrCertificate);
      var id = Silences.id(what.key(), what.match(), name, now);
      var silence = new Silence(id, what.key(), what.match(), from, end, name, why, now);
      printResult(silence, access.changes().add(silence));
    }
    return ExitCode.SUCCESS;
  }

  private Instant end(Instant from, Instant now) {
    if ((duration == null) == (until == null)) {
      throw CommandFailure.usage("give one of --duration 2h and --until TIME");
    }
    var end = until != null ? until.at() : from.plus(duration == null ? Duration.ZERO : duration);
    if (!end.isAfter(now)) {
      throw CommandFailure.usage(
          "the end must be in the future, was " + end + "; it is " + now + " now");
    }
    if (!end.isAfter(from)) {
      throw CommandFailure.usage("the end must be after the start " + from + ", was " + end);
    }
    return end;
  }

  /** Prints the id on standard output, for scripts, and a summary on standard error. */
  private void printResult(Silence silence, SilenceReach reach) {
    var context = common.context();
    context.print(silence.id());
    context.printError(
        reach.alerts() == 0 && reach.certificates() == 0
            ? "It matches no alert and no certificate now; check the matchers: "
                + PrintableText.of(MatcherOptions.text(silence))
            : "It matches "
                + CellFormat.count(reach.alerts(), "firing alert")
                + " and "
                + CellFormat.count(reach.certificates(), "certificate")
                + " now; it expires "
                + CellFormat.minute(silence.endsAt())
                + ".");
  }
}
