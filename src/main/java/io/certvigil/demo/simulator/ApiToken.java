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
 * @param policies its policies as a JSON array; null if it may not read them
 */
public record ApiToken(
    @Nullable String accountId,
    boolean disabled,
    @Nullable Instant expiresOn,
    boolean readOnly,
    @Nullable String policies) {
  static final String ACTIVE = "active";

  /** An active token of a user that never expires and may write. */
  public static ApiToken ofUser() {
    return new ApiToken(null, false, null, false, null);
  }

  /** An active token of an account that never expires and may write. */
  public static ApiToken ofAccount(String accountId) {
    return new ApiToken(accountId, false, null, false, null);
  }

  public ApiToken withExpiry(Instant end) {
    return new ApiToken(accountId, disabled, end, readOnly, policies);
  }

  public ApiToken asDisabled() {
    return new ApiToken(accountId, true, expiresOn, readOnly, policies);
  }

  public ApiToken asReadOnly() {
    return new ApiToken(accountId, disabled, expiresOn, true, policies);
  }

  /** A token that may read its own policies. */
  public ApiToken withPolicies(String json) {
    return new ApiToken(accountId, disabled, expiresOn, readOnly, json);
  }

  /** The status that the verification returns. Other requests need an active token. */
  String statusAt(Instant now) {
    if (disabled) {
      return "disabled";
    }
    return expiresOn != null && !now.isBefore(expiresOn) ? "expired" : ACTIVE;
  }
}
