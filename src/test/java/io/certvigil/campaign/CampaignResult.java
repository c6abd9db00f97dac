package io.certvigil.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * On one line.
 *
 * @param letters that arrived
 * @param events that arrived
 * @param open events whose delivery is still to come
 * @param lost events that are closed for this channel and never arrived
 * @param unproven deliveries that the database calls delivered and the receiver has not seen
 * @param strangers letters that the database knows nothing of
 * @param outOfOrder events that arrived after a later one of the same alert
 * @param extraCopies letters that came again
 * @param different messages whose copies are not the same bytes
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
          "letters",
          "events",
          "open",
          "lost",
          "unproven",
          "strangers",
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
    addFault(faults, target + ": strangers", unknown);
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
