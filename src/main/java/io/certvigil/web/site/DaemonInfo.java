package io.certvigil.web.site;

import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pages ask of the daemon that its store does not know: each answer is as things are now. */
public interface DaemonInfo {
  /** The rules of expiry in force. */
  Policy policy();

  /** The labels of {@code watch}: each name with its values, in order. */
  Map<String, List<String>> labels();

  /** The configured channels, in the order of the config. */
  List<Channel> channels();

  /**
   * Sends a test message through this channel, past the outbox, and waits for the receiver.
   *
   * @return one for each request that was made; empty where the channel makes none of a test
   * @throws IllegalArgumentException where there is no such channel
   */
  List<TestAttempt> test(String channel);

  /**
   * Whether a channel that fails for this reason needs a changed config or receiver.
   *
   * @param reason the word of the last failure
   */
  boolean isConfigurationFault(String reason);

  /** How each credential stands with Cloudflare's limits, in the order of the config. */
  List<Credential> credentials();

  /**
   * A channel of the config.
   *
   * @param type such as {@code webhook}
   * @param minSeverity what is less is not told here
   */
  record Channel(String name, String type, Severity minSeverity) {}

  /**
   * A credential of the config.
   *
   * @param pausedUntil until when Cloudflare wants to be asked nothing; null where it may be asked
   * @param remaining requests left in the present window as last told; null before it was told
   */
  record Credential(String name, @Nullable Instant pausedUntil, @Nullable Integer remaining) {}

  /**
   * What became of one request.
   *
   * @param lane such as one recipient; empty for the channel as a whole
   * @param delivered whether the receiver acknowledged it
   * @param said what the receiver said, or what kept it from that: one short line
   */
  record TestAttempt(String lane, boolean delivered, String reply) {}
}
