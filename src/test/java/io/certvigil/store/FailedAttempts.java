package io.certvigil.store;

import io.certvigil.policy.ChannelStatus.FailureKind;
import java.util.Set;

/** Failed attempts as the courier records them. */
public final class FailedAttempts {
  private static final Set<String> OF_ONE_MESSAGE = Set.of("rejected", "recipient");

  private FailedAttempts() {}

  /** A failure that is neither a refusal of the channel nor names the config. */
  public static FailedAttempt failed(String reason) {
    return failed(reason, "");
  }

  public static FailedAttempt failed(String reason, String answer) {
    boolean one = OF_ONE_MESSAGE.contains(reason);
    return new FailedAttempt(reason, FailureKind.OTHER, one, one, null, answer);
  }

  /** An answer that refuses everything, such as 404. */
  public static FailedAttempt refusal(String reason) {
    return new FailedAttempt(reason, FailureKind.REFUSAL, true, false, null, "");
  }

  /** An answer that names this key of the channel's config. */
  public static FailedAttempt naming(String configKey) {
    return new FailedAttempt("unauthorized", FailureKind.CONFIGURATION, true, false, configKey, "");
  }
}
