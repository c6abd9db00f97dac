package io.certvigil.demo.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API token of the simulated Cloudflare.
 *
 * @param accountId the account that owns it; null for a token of a user
 * @param disabled whether its owner has disabled it
 * @param expiresOn when it expires; null if never
 * @param readOnly whether its permissions are all Read, and none Write
 */
public record ApiToken(
    @Nullable String accountId, boolean disabled, @Nullable Instant expiresOn, boolean readOnly) {
  static final String ACTIVE = "active";

  /** An active token of a user that never expires and may write. */
  public static ApiToken ofUser() {
    return new ApiToken(null, false, null, false);
  }

  /** An active token of an account that never expires and may write. */
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

  /** The status that the verification returns. Other requests need an active token. */
  String statusAt(Instant now) {
    if (disabled) {
      return "disabled";
    }
    return expiresOn != null && !now.isBefore(expiresOn) ? "expired" : ACTIVE;
  }
}
