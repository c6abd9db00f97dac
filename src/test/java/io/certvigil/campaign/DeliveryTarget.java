package io.certvigil.campaign;

import java.util.List;

/**
 * What is kept in order: a channel, or one recipient of it.
 *
 * @param channel its name in the config
 * @param address of the recipient; empty where the channel has but one
 * @param letters in order of arrival
 */
record DeliveryTarget(
    ReceiverKind kind, String channel, String address, List<ReceivedMessage> messages) {
  String name() {
    return address.isEmpty() ? channel : channel + " " + address;
  }
}
