package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the daemon itself is, as far as that is alerted.
 *
 * @param channels all of the config; what is missing here is watched no more
 * @param credentials all of the config; what is missing here is watched no more
 * @param clockSkew our clock minus Cloudflare's; null where nobody knows, which changes nothing
 * @param storeLow one line saying what is short, such as the free space; null while nothing is
 */
public record DaemonHealth(
    List<ChannelHealth> channels,
    List<CredentialHealth> credentials,
    @Nullable Duration clockSkew,
    @Nullable String storeLow) {
  public DaemonHealth {
    channels = List.copyOf(channels);
    credentials = List.copyOf(credentials);
  }

  /**
   * Whether a channel takes what it is given.
   *
   * @param failingSince the first failure since its last success; null while it works
   * @param reason of its last failure, in one word or line, never a secret or a URL; null while it
   *     works
   * @param configuration whether the failure is one that only a changed config or receiver mends
   */
  public record ChannelHealth(
      String name,
      @Nullable Instant failingSince,
      @Nullable String reason,
      boolean configuration) {}

  /**
   * When a credential ends.
   *
   * @param expiresAt null where it has no end, or where nobody knows
   * @param expiryKnown whether {@code expiresAt} is what Cloudflare said; where it is not, what was
   *     known before goes on to count
   */
  public record CredentialHealth(String name, @Nullable Instant expiresAt, boolean expiryKnown) {}
}
