package io.certvigil.demo.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API token, as the simulated Cloudflare knows it.
 *
 * @param accountId the account that owns it; null for one of a user
 * @param disabled whether its owner has switched it off
 * @param expiresOn its end; null where it has none
 * @param readOnly whether its permissions are all Read, and none Write
 */
public record ApiToken(
    @Nullable String accountId, boolean disabled, @Nullable Instant expiresOn, boolean readOnly) {
  static final String ACTIVE = "active";

  /** An active one of a user, without an end, that may write. */
  public static ApiToken ofUser() {
    return new ApiToken(null, false, null, false);
  }

  /** An active one of an account, without an end, that may write. */
  public static ApiToken ofAccount(String accountId) {
    return new ApiToken(accountId, false, null, false);
  }

  public ApiToken withExpiry(Instant end) {
    return new ApiToken(accountId, disabled, end, readOnly);
  }

  public ApiToken asDisabled() {
    return new ApiToken(accountId, true, expiresOn, readOnly);
  }

  public ApiToken asReadOnly() {
    return new ApiToken(accountId, disabled, expiresOn, true);
  }

  /** The word that the verification answers. Only an active one opens anything else. */
  String statusAt(Instant now) {
    if (disabled) {
      return "disabled";
    }
    return expiresOn != null && !now.isBefore(expiresOn) ? "expired" : ACTIVE;
  }
}
