package io.certvigil.cli.doctor;

import static io.certvigil.cli.doctor.CredentialChecks.count;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.model.Fault;
import io.certvigil.model.Permission;
import io.certvigil.model.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Summarizes the permissions of a credential in one or two checks. */
final class PermissionChecks {
  private static final String ADVICE = " (Read) to the token, or remove them from watch.sources";

  private final String name;
  private final List<ListPermission> permissions;
  private final Consumer<Check> reporter;

  PermissionChecks(String credential, List<ListPermission> permissions, Consumer<Check> reporter) {
    name = "lists " + credential;
    this.permissions = permissions;
    this.reporter = reporter;
  }

  /** Reports nothing if the credential reads no list. */
  void run() {
    if (permissions.isEmpty()) {
      return;
    }
    reportRevoked();
    reportUnanswered();
    reportProducts();
    var forbidden = in(Permission.FORBIDDEN);
    if (forbidden.isEmpty()) {
      if (in(Permission.NO_ANSWER).isEmpty()) {
        reporter.accept(Check.ok(name, words()));
      }
    } else if (in(Permission.READABLE).isEmpty()) {
      reporter.accept(
          Check.failed(name, "no list may be read, " + words() + ": add " + add(forbidden)));
    } else {
      reporter.accept(Check.warning(name, words() + ": add " + add(forbidden)));
    }
  }

  private void reportRevoked() {
    permissions.stream()
        .filter(ListPermission::isRevoked)
        .findFirst()
        .ifPresent(
            first ->
                reporter.accept(
                    Check.failed(
                        name,
                        "%s%s could be read until %s, but now permission is denied: restore the permission of the token"
                            .formatted(
                                first.scope(),
                                more(
                                    permissions.stream().filter(ListPermission::isRevoked).count()),
                                CellFormat.minute(first.readAt())))));
  }

  private void reportUnanswered() {
    var silent = in(Permission.NO_ANSWER);
    if (!silent.isEmpty()) {
      var first = silent.getFirst();
      reporter.accept(
          Check.failed(
              name,
              "%s%s returned no usable response: %s; %s"
                  .formatted(
                      first.scope(),
                      more(silent.size()),
                      first.fault(),
                      advice(first)
                          .orElse(
                              "run this again; if it still fails, see www.cloudflarestatus.com"))));
    }
  }

  /** One line for each product that is off. */
  private void reportProducts() {
    in(Permission.NOT_IN_PLAN).stream()
        .collect(
            Collectors.groupingBy(
                one -> advice(one).orElse(""), LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (advice, lists) ->
                reporter.accept(
                    Check.ok(
                        name,
                        "%s%s not in the plan: %s"
                            .formatted(lists.getFirst().scope(), more(lists.size()), advice))));
  }

  private static Optional<String> advice(ListPermission permission) {
    return Optional.ofNullable(permission.fault()).flatMap(Fault::refusal).map(Refusal::advice);
  }

  private static String more(long count) {
    return count > 1 ? " and " + (count - 1) + " more" : "";
  }

  private List<ListPermission> in(Permission state) {
    return permissions.stream().filter(permission -> permission.is(state)).toList();
  }

  private String words() {
    return List.of(Permission.values()).stream()
        .filter(state -> !in(state).isEmpty())
        .map(state -> in(state).size() + " " + state.description())
        .collect(Collectors.joining(", ", count(permissions.size(), "list") + " checked: ", ""));
  }

  private static String add(List<ListPermission> forbidden) {
    return forbidden.stream()
            .map(permission -> permission.scope().permission())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "))
        + ADVICE;
  }
}
