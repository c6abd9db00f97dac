package io.certvigil.store.receiver;

/**
 * What a receiver knows an alert by, such as the {@code dedup_key} of an incident.
 *
 * @param id as sent
 * @param shared whether several alerts have it
 */
public record ReceiverThread(String id, boolean shared) {}
