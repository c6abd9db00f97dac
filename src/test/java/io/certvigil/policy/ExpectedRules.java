package io.certvigil.policy;

import io.certvigil.model.Certificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the design about the status and the hosts of one certificate. */
public final class ExpectedRules {
  private static final Set<String> LEAVING =
      Set.of("revoked", "expired", "deleted", "pending_deletion", "pending_revocation");

  private ExpectedRules() {}

  /** Why its status prevents alerts; null if it does not. */
  public static @Nullable String statusReason(Certificate certificate) {
    return switch (certificate.status()) {
      case "revoked", "deleted" -> "revoked";
      case "backup_issued" -> "not_in_use";
      case "inactive" -> Boolean.TRUE.equals(certificate.inUse()) ? null : "not_in_use";
      default -> null;
    };
  }

  /** Whether it may disappear without an event. */
  public static boolean leaves(Certificate certificate) {
    return certificate.managed() || LEAVING.contains(certificate.status());
  }

  /** Whether a change to this status is an event. */
  public static boolean isAlarming(String status) {
    return status.equals("revoked") || status.equals("inactive") || status.endsWith("_timed_out");
  }

  /** Whether it is active and contains this host or its one-label wildcard. */
  public static boolean covers(Certificate certificate, String host) {
    var hosts = certificate.x509().hosts();
    return certificate.status().equals("active")
        && (hosts.contains(host) || hosts.contains("*" + host.substring(host.indexOf('.'))));
  }
}
