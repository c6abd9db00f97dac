package io.certvigil.cli.doctor;

import static io.certvigil.cli.doctor.CredentialChecks.count;

import io.certvigil.cli.options.ListPermission;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.model.Permission;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the permissions of a credential come to, in a line or two. */
final class PermissionChecks {
  private static final String ADVICE = " (Read) to the token, or take them out of watch.sources";

  private final String name;
  private final List<ListPermission> permits;
  private final Consumer<Check> told;

  PermissionChecks(String credential, List<ListPermission> permits, Consumer<Check> told) {
    name = "lists " + credential;
    this.permits = permits;
    this.told = told;
  }

  /** Nothing where nothing is to be read. */
  void run() {
    if (permits.isEmpty()) {
      return;
    }
    lost();
    unanswered();
    var forbidden = in(Permission.FORBIDDEN);
    if (forbidden.isEmpty()) {
      if (in(Permission.NO_ANSWER).isEmpty()) {
        told.accept(Check.ok(name, words()));
      }
    } else if (in(Permission.READABLE).isEmpty()) {
      told.accept(Check.failed(name, "none may be read, " + words() + ": add " + add(forbidden)));
    } else {
      told.accept(Check.warning(name, words() + ": add " + add(forbidden)));
    }
  }

  private void lost() {
    permits.stream()
        .filter(ListPermission::lost)
        .findFirst()
        .ifPresent(
            first ->
                told.accept(
                    Check.failed(
                        name,
                        "%s%s could be read until %s and may not now: give the token back what it had"
                            .formatted(
                                first.scope(),
                                more(permits.stream().filter(ListPermission::lost).count()),
                                CellFormat.minute(first.readAt())))));
  }

  private void unanswered() {
    var silent = in(Permission.NO_ANSWER);
    if (!silent.isEmpty()) {
      var first = silent.getFirst();
      told.accept(
          Check.failed(
              name,
              "%s%s gave no answer that says anything: %s; run this again, then see www.cloudflarestatus.com"
                  .formatted(first.scope(), more(silent.size()), first.fault())));
    }
  }

  private static String more(long count) {
    return count > 1 ? " and " + (count - 1) + " more" : "";
  }

  private List<ListPermission> in(Permission state) {
    return permits.stream().filter(permit -> permit.is(state)).toList();
  }

  private String words() {
    return List.of(Permission.values()).stream()
        .filter(state -> !in(state).isEmpty())
        .map(state -> in(state).size() + " " + state.description())
        .collect(Collectors.joining(", ", count(permits.size(), "list") + " asked: ", ""));
  }

  private static String add(List<ListPermission> forbidden) {
    return forbidden.stream()
            .map(permit -> permit.scope().source().permission())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "))
        + ADVICE;
  }
}
