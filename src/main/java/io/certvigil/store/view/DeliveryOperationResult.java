package io.certvigil.store.view;

/** The result of an operator's operation on a delivery. All but {@code DONE} changed nothing. */
public enum DeliveryOperationResult {
  DONE,
  /** The delivery is being sent; retry after some seconds. */
  BEING_SENT,
  /** The delivery is already closed, so there is nothing to discard. */
  CLOSED,
  /** No delivery has this number. */
  UNKNOWN,
  /** The channel was removed from the config. */
  NO_CHANNEL,
  /** Another open delivery has the same message id. */
  ALREADY_OPEN,
  /** A silence covered its events before a message was composed. */
  NOTHING_TO_SEND
}
