package io.certvigil.notify;

import io.certvigil.model.Key;

/**
 * The id of a notification, such as {@code ntf_4q0...}. It follows from its parts, so composing the
 * same thing again gives the same id, and a receiver recognises it.
 */
public final class NotificationId {
  private NotificationId() {}

  public static String of(String... parts) {
    return "ntf_" + Key.longOf(parts);
  }
}
