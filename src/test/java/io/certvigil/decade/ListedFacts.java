package io.certvigil.decade;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as a list shows it, in plain numbers: seconds of the epoch.
 *
 * @param begin 0 where nobody says
 * @param end null where it cannot be read
 * @param print tells one issue from the next
 */
record ListedFacts(
    String id,
    String name,
    String status,
    boolean inUse,
    boolean managed,
    long notBefore,
    @Nullable Long end,
    int issueNumber,
    List<String> hosts) {
  boolean isActive() {
    return status.equals("active");
  }

  /** Why it is at rest; null where it is not. */
  @Nullable String statusReason() {
    return switch (status) {
      case "revoked", "deleted" -> "revoked";
      case "backup_issued" -> "not_in_use";
      case "inactive" -> inUse ? null : "not_in_use";
      default -> null;
    };
  }
}
