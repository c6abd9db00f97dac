package io.certvigil.notify;

/**
 * A message in the place of one that its receiver will not take.
 *
 * @param messageId the new id
 * @param body in the form of its channel
 */
record Plainer(String messageId, String body) {}
