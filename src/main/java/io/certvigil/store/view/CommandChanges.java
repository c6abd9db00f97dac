package io.certvigil.store.view;

import io.certvigil.policy.Silence;

/**
 * What commands change: in the store, or through the daemon that has it open. {@code by} is the
 * name of the user who asked; the store keeps it, and it is never blank.
 */
public interface CommandChanges {
  /** Acknowledges the firing alert with this key: no reminder until its next alert step. */
  AckAnswer ack(String alertKey, String by);

  /** Removes the acknowledgement of the firing alert with this key. */
  AckAnswer unack(String alertKey, String by);

  /** Adds the silence; its author asked. Nothing changes if its id exists. */
  SilenceReach add(Silence silence);

  /** Expires the silence with this id now. False if there is none, or if it had expired. */
  boolean expire(String silence, String by);

  /** Sends the delivery with this number again, or at once. */
  DeliveryOperationResult replay(long delivery, String by);

  /** Closes the open delivery with this number; it is not sent. */
  DeliveryOperationResult discard(long delivery, String by, String reason);

  /** Whether a daemon runs that will send what is replayed. */
  boolean daemonRuns();
}
