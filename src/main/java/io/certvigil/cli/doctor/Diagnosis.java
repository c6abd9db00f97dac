package io.certvigil.cli.doctor;

import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.model.ResourceRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All results of the doctor. */
record Diagnosis(List<Check> checks, List<ListPermission> permissions, WatchPlan plan) {
  Diagnosis {
    checks = List.copyOf(checks);
    permissions = List.copyOf(permissions);
  }

  /** The worst status of all checks. */
  Check.Status status() {
    return checks.stream()
        .map(Check::status)
        .max(Comparator.naturalOrder())
        .orElse(Check.Status.OK);
  }

  int exit() {
    return status() == Check.Status.FAILED ? ExitCode.FAILURE : ExitCode.SUCCESS;
  }

  /** The last line of the table. */
  String summary() {
    return "%d checks: %d ok, %d warning, %d failed"
        .formatted(
            checks.size(),
            count(Check.Status.OK),
            count(Check.Status.WARNING),
            count(Check.Status.FAILED));
  }

  private long count(Check.Status status) {
    return checks.stream().filter(check -> check.status() == status).count();
  }

  /** The JSON document. */
  Object json() {
    return new Document(
        status().word(),
        checks.stream()
            .map(check -> new Line(check.name(), check.status().word(), check.message()))
            .toList(),
        permissions.stream().map(Row::of).toList());
  }

  private record Document(String status, List<Line> checks, List<Row> permissions) {}

  private record Line(String name, String status, String message) {}

  private record Row(
      String credential,
      String source,
      String level,
      ResourceRef account,
      @Nullable ResourceRef zone,
      String state,
      String permission,
      @Nullable String detail,
      @Nullable Instant lastReadAt) {
    private static Row of(ListPermission permission) {
      var scope = permission.scope();
      var fault = permission.fault();
      return new Row(
          permission.credential(),
          scope.source().word(),
          scope.level().word(),
          scope.account(),
          scope.zone(),
          permission.permission().word(),
          scope.permission(),
          fault == null ? null : fault.toString(),
          permission.readAt());
    }
  }
}
