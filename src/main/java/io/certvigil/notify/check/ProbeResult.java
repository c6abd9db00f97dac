package io.certvigil.notify.check;

import io.certvigil.notify.Outcome;

/**
 * The result of probing a receiver without sending it a notification.
 *
 * @see ReceiverProbe
 */
public sealed interface ProbeResult {
  /** The config key of the address, such as {@code channels.slack.url}. */
  String key();

  /**
   * The receiver is reachable, and if TLS is used, its certificate is valid.
   *
   * @param detail how it answered, for people: {@code answers, TLSv1.3}, {@code greets, STARTTLS}
   */
  record Reachable(String key, String detail) implements ProbeResult {}

  /**
   * The receiver is not reachable.
   *
   * @param detail the cause, for people; never a URL
   */
  record Unreachable(String key, Outcome.Reason reason, String detail) implements ProbeResult {}
}
