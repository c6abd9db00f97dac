/**
 * The receivers behind the channels, and what each was told.
 *
 * <p>A row of table {@code channel} is in one of these states:
 *
 * <ul>
 *   <li><i>configured</i> ({@code removed_at} is null): the config names it. It composes and sends.
 *   <li><i>kept</i>: a start did not find its name, and something waits or its receiver was told of
 *       an alert that has not ended. Nothing is composed or sent; its mark stays. It becomes
 *       configured if its name or its receiver comes back, or if {@code formerly} names it.
 *   <li><i>leaving</i>: the former receiver of a channel that a reload has changed or removed. Only
 *       what ends there is sent, until the daemon stops; the settings are in its memory only.
 *   <li><i>removed</i>: nothing waits. The row remembers the name.
 * </ul>
 *
 * <p>A row of table {@code told} is what one receiver was told of one alert: <i>composed</i>
 * ({@code open}), <i>arrived</i> as soon as the receiver may have it, <i>ended</i> when its end is
 * composed ({@code open} is 0), and deleted when the receiver has accepted the end. It belongs to
 * the receiver and not to the name of a channel.
 */
@NullMarked
package io.certvigil.store.receiver;

import org.jspecify.annotations.NullMarked;
