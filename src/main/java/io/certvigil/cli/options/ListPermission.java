package io.certvigil.cli.options;

import io.certvigil.model.Fault;
import io.certvigil.model.Permission;
import io.certvigil.model.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a credential may read a list.
 *
 * @param fault why not; null where it may, and where nobody has asked
 * @param readAt when the daemon last read it completely; null where it never did, or is not known
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

  /** Whether it was readable, and is so no more. */
  public boolean isRevoked() {
    return permission == Permission.FORBIDDEN && readAt != null;
  }
}
