package io.certvigil.cli.doctor;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.model.Fault;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Refusal;
import io.certvigil.policy.Health;
import java.util.List;
import java.util.Optional;

/** Evaluates after a sweep which lists could be read: the result of {@code sweep}. */
public record ReadabilityChecks(List<Health> all) {
  /** Prints each problem on a line of standard error, and returns the exit code. */
  public int print(CommandContext context) {
    discoveries().forEach(one -> context.printError(line(one)));
    if (lists().isEmpty()) {
      return nothing(context);
    }
    var failing =
        lists().stream().filter(one -> one.fault() != null && !one.neverPermitted()).toList();
    failing.stream().limit(1).forEach(one -> context.printError(line(one, failing.size() - 1)));
    if (lists().stream().allMatch(one -> one.fault() != null)) {
      lists().stream()
          .filter(one -> failing.isEmpty())
          .limit(1)
          .forEach(one -> context.printError(line(one, lists().size() - 1)));
      return ExitCode.UNREADABLE;
    }
    return failing.isEmpty() && discoveries().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private int nothing(CommandContext context) {
    if (!discoveries().isEmpty()) {
      return ExitCode.UNREADABLE;
    }
    context.printError(
        "certvigil: nothing is watched: watch.accounts and watch.zones match no account or zone"
            + " visible to the token");
    return ExitCode.FAILURE;
  }

  private List<Health> lists() {
    return all.stream().filter(one -> one.source() != null).toList();
  }

  /** Credentials whose accounts and zones could not be listed. */
  private List<Health> discoveries() {
    return all.stream().filter(one -> one.source() == null && one.fault() != null).toList();
  }

  private static String line(Health one) {
    return "certvigil: credential %s: accounts and zones cannot be listed: %s; %s"
        .formatted(
            one.credential(),
            PrintableText.of(String.valueOf(one.fault())),
            advice(one).orElse("check the token and cloudflare.base_url"));
  }

  private static String line(Health one, int more) {
    var others = more == 0 ? "" : ", and " + more + " more";
    return PrintableText.of(
        "certvigil: %s cannot be read%s: %s%s"
            .formatted(
                one.name(), others, one.fault(), advice(one).map(next -> "; " + next).orElse("")));
  }

  private static Optional<String> advice(Health one) {
    return Optional.ofNullable(one.fault()).flatMap(Fault::refusal).map(Refusal::advice);
  }
}
