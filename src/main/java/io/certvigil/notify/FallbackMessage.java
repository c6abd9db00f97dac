package io.certvigil.notify;

/**
 * A message in the place of one that its receiver will not take.
 *
 * @param messageId the new id
 * @param body in the form of its channel
 */
public record FallbackMessage(String messageId, String body) {}
