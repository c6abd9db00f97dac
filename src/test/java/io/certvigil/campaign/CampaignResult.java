package io.certvigil.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * The result for one delivery target.
 *
 * @param messages how many messages arrived
 * @param events how many events arrived
 * @param open events that are still to be delivered
 * @param lost events that are closed for this channel but never arrived
 * @param unproven deliveries that are delivered according to the database but did not arrive
 * @param unknown messages that match no delivery of the database
 * @param outOfOrder events that arrived after a later event of the same alert
 * @param extraCopies messages that arrived again
 * @param different messages whose copies differ
 */
record CampaignResult(
    String target,
    long messages,
    long events,
    long open,
    long lost,
    long unproven,
    long unknown,
    long outOfOrder,
    long extraCopies,
    long different) {

  static final List<String> HEADER =
      List.of(
          "channel",
          "messages",
          "events",
          "open",
          "lost",
          "unproven",
          "unknown",
          "out of order",
          "copies",
          "different");

  List<String> row() {
    return List.of(
        target,
        "" + messages,
        "" + events,
        "" + open,
        "" + lost,
        "" + unproven,
        "" + unknown,
        "" + outOfOrder,
        "" + extraCopies,
        "" + different);
  }

  List<String> faults() {
    var faults = new ArrayList<String>();
    addFault(faults, target + ": open", open);
    addFault(faults, target + ": lost", lost);
    addFault(faults, target + ": unproven", unproven);
    addFault(faults, target + ": unknown messages", unknown);
    addFault(faults, target + ": out of order", outOfOrder);
    addFault(faults, target + ": copies that differ", different);
    return faults;
  }

  static void addFault(List<String> faults, String what, long count) {
    if (count > 0) {
      faults.add(what + " " + count);
    }
  }
}
