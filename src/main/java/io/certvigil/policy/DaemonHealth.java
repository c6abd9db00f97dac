package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the daemon itself, as far as it is alerted.
 *
 * @param channels all channels of the config; one that is missing here is no longer watched
 * @param credentials all credentials of the config; one that is missing here is no longer watched
 * @param clockSkew the local clock minus Cloudflare's; null if unknown, which changes nothing
 * @param storeLow one line about the scarce resource, such as the free space; null if there is
 *     enough
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
   * Whether a channel delivers.
   *
   * @param failures those since its last success; null while it works
   * @param reason the reason of its last failure, in one word or line, never a secret or a URL;
   *     null while it works
   */
  public record ChannelHealth(
      String name, ChannelStatus.@Nullable Failures failures, @Nullable String reason) {}

  /**
   * When a credential expires.
   *
   * @param expiresAt null if it never expires or if the expiry is unknown
   * @param expiryKnown whether {@code expiresAt} comes from Cloudflare; if not, the last known
   *     expiry still counts
   */
  public record CredentialHealth(String name, @Nullable Instant expiresAt, boolean expiryKnown) {}
}
