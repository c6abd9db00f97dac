package io.certvigil.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API token, as the simulated Cloudflare knows it.
 *
 * @param accountId the account that owns it; null for one of a user
 * @param disabled whether its owner has switched it off
 * @param expiresOn its end; null where it has none
 */
public record ApiToken(@Nullable String accountId, boolean disabled, @Nullable Instant expiresOn) {
  static final String ACTIVE = "active";

  /** An active one of a user, without an end. */
  public static ApiToken ofUser() {
    return new ApiToken(null, false, null);
  }

  /** An active one of an account, without an end. */
  public static ApiToken ofAccount(String accountId) {
    return new ApiToken(accountId, false, null);
  }

  public ApiToken ending(Instant end) {
    return new ApiToken(accountId, disabled, end);
  }

  public ApiToken switchedOff() {
    return new ApiToken(accountId, true, expiresOn);
  }

  /** The word that the verification answers. Only an active one opens anything else. */
  String statusAt(Instant now) {
    if (disabled) {
      return "disabled";
    }
    return expiresOn != null && !now.isBefore(expiresOn) ? "expired" : ACTIVE;
  }
}
