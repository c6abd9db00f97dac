package io.certvigil.notify.check;

import io.certvigil.notify.Outcome;

/**
 * How far one comes towards a receiver without telling it anything.
 *
 * @see ReceiverProbe
 */
public sealed interface ProbeResult {
  /** The key of the config that says where it is, such as {@code channels.slack.url}. */
  String key();

  /**
   * It is there, and it is who it should be where TLS can tell.
   *
   * @param words how it was met, for people: {@code answers, TLSv1.3}, {@code greets, STARTTLS}
   */
  record Reachable(String key, String detail) implements ProbeResult {}

  /**
   * Not even so far.
   *
   * @param words what was in the way, for people; never a URL
   */
  record Unreachable(String key, Outcome.Reason reason, String detail) implements ProbeResult {}
}
