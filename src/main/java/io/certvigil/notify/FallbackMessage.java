package io.certvigil.notify;

/**
 * A simpler message that replaces one that the receiver rejected.
 *
 * @param messageId the new id
 * @param body in the format of its channel
 */
public record FallbackMessage(String messageId, String body) {}
