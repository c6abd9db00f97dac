package io.certvigil.campaign;

/**
 * A message as a receiver gets it.
 *
 * @param id the message id; empty if this kind of message has none
 * @param address the recipient's address; empty if there is only one
 * @param text the body
 */
record RawMessage(String id, String address, String text) {}
