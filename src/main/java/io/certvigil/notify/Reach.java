package io.certvigil.notify;

/**
 * How far one comes towards a receiver without telling it anything.
 *
 * @see Doorbell
 */
public sealed interface Reach {
  /** The key of the config that says where it is, such as {@code channels.slack.url}. */
  String key();

  /**
   * It is there, and it is who it should be where TLS can tell.
   *
   * @param words how it was met, for people: {@code answers, TLSv1.3}, {@code greets, STARTTLS}
   */
  record Met(String key, String words) implements Reach {}

  /**
   * Not even so far.
   *
   * @param words what was in the way, for people; never a URL
   */
  record Missed(String key, Outcome.Reason reason, String words) implements Reach {}
}
