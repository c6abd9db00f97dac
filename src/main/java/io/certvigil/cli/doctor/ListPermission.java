package io.certvigil.cli.doctor;

import io.certvigil.model.Fault;
import io.certvigil.model.Permission;
import io.certvigil.model.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a credential may read a list.
 *
 * @param fault why not; null if it may or has not been checked
 * @param readAt when the daemon last read it completely; null if never or unknown
 */
public record ListPermission(
    String credential,
    Scope scope,
    Permission permission,
    @Nullable Fault fault,
    @Nullable Instant readAt) {
  public boolean is(Permission other) {
    return permission == other;
  }

  /** Whether it was readable and no longer is. */
  public boolean isRevoked() {
    return permission == Permission.FORBIDDEN && readAt != null;
  }
}
