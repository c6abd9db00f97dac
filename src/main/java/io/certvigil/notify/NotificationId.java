package io.certvigil.notify;

import io.certvigil.model.Key;

/**
 * The id of a notification, such as {@code ntf_4q0...}. It is derived from its parts, so that
 * composing the same notification again gives the same id and the receiver can detect the
 * duplicate.
 */
public final class NotificationId {
  private NotificationId() {}

  public static String of(String... parts) {
    return "ntf_" + Key.longOf(parts);
  }
}
