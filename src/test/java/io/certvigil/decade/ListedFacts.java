package io.certvigil.decade;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as returned by a list; times are epoch seconds.
 *
 * @param notBefore 0 if unknown
 * @param end null if it cannot be read
 * @param issueNumber differs for each issue
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

  /** Why its status prevents alerts; null if it does not. */
  @Nullable String statusReason() {
    return switch (status) {
      case "revoked", "deleted" -> "revoked";
      case "backup_issued" -> "not_in_use";
      case "inactive" -> inUse ? null : "not_in_use";
      default -> null;
    };
  }
}
