package io.certvigil.web.site;

import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import io.certvigil.policy.impairment.Impairment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State of the daemon that pages show and that is not in the store. Each method returns the current
 * state.
 */
public interface DaemonInfo {
  /** The expiry policy in use. */
  Policy policy();

  /** The label names of {@code watch} with their values, in order. */
  Map<String, List<String>> labels();

  /** The configured channels, in the order of the config. */
  List<Channel> channels();

  /**
   * Sends a test message through this channel, bypassing the outbox, and waits for the receiver.
   *
   * @return one result per request; empty if this kind of channel sends no test message
   * @throws IllegalArgumentException if there is no such channel
   */
  List<TestAttempt> test(String channel);

  /** The longest duration of a silence that is created here. */
  Duration longestSilence();

  /** The state of each credential's rate limit, in the order of the config. */
  List<Credential> credentials();

  /**
   * What impairs the daemon now, such as that Cloudflare does not answer; empty if nothing does.
   * Returns without waiting.
   */
  List<Impairment> impairments();

  /**
   * A configured channel.
   *
   * @param type such as {@code webhook}
   * @param minSeverity alerts below this severity are not sent through it
   */
  record Channel(String name, String type, Severity minSeverity) {}

  /**
   * A configured credential.
   *
   * @param pausedUntil until when no requests are sent, after a 429; null if it is not paused
   * @param remaining requests left in the current window, from the last response; null before the
   *     first
   */
  record Credential(String name, @Nullable Instant pausedUntil, @Nullable Integer remaining) {}

  /**
   * The result of one request.
   *
   * @param lane such as one recipient; empty for the channel as a whole
   * @param delivered whether the receiver acknowledged it
   * @param reply the receiver's reply, or why there was none: one short line
   */
  record TestAttempt(String lane, boolean delivered, String reply) {}
}
