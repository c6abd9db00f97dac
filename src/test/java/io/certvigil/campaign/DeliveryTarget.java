package io.certvigil.campaign;

import java.util.List;

/**
 * A unit of ordered delivery: a channel, or one recipient of it.
 *
 * @param channel its name in the config
 * @param address the recipient's address; empty if the channel has only one
 * @param messages in order of arrival
 */
record DeliveryTarget(
    ReceiverKind kind, String channel, String address, List<ReceivedMessage> messages) {
  String name() {
    return address.isEmpty() ? channel : channel + " " + address;
  }
}
