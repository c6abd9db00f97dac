package io.certvigil.store;

/** What became of what an operator asked of a delivery; all but {@code DONE} changed nothing. */
public enum DeliveryOperationResult {
  DONE,
  /** Being sent right now; ask again in some seconds. */
  BEING_SENT,
  /** Closed before: there is nothing to discard. */
  CLOSED,
  /** There is no delivery of this number. */
  UNKNOWN,
  /** The config has no such channel any more. */
  NO_CHANNEL,
  /** The same message is open a second time. */
  ALREADY_OPEN,
  /** A silence covered its events before anything was made of them. */
  NOTHING_TO_SEND
}
