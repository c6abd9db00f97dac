package io.certvigil.campaign;

/**
 * A message as it reaches a receiver.
 *
 * @param id what the receiver knows it by; empty where this kind has none
 * @param address of the recipient; empty where there is but one
 * @param text its body
 */
record RawMessage(String id, String address, String text) {}
