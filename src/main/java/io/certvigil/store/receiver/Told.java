package io.certvigil.store.receiver;

import org.jspecify.annotations.Nullable;

/**
 * What a receiver was, or is still to be, told of one alert.
 *
 * @param channel the channel that told it
 * @param position of the last event about the state of the alert
 * @param open whether that event is not its end
 * @param thread null if the receiver has none
 */
public record Told(String channel, long position, boolean open, @Nullable ReceiverThread thread) {}
