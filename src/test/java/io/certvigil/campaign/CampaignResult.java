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
    String line,
    long letters,
    long events,
    long open,
    long lost,
    long unproven,
    long strangers,
    long outOfOrder,
    long extraCopies,
    long different) {

  static final List<String> HEAD =
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
        line,
        "" + letters,
        "" + events,
        "" + open,
        "" + lost,
        "" + unproven,
        "" + strangers,
        "" + outOfOrder,
        "" + extraCopies,
        "" + different);
  }

  List<String> faults() {
    var faults = new ArrayList<String>();
    fault(faults, line + ": open", open);
    fault(faults, line + ": lost", lost);
    fault(faults, line + ": unproven", unproven);
    fault(faults, line + ": strangers", strangers);
    fault(faults, line + ": out of order", outOfOrder);
    fault(faults, line + ": copies that differ", different);
    return faults;
  }

  static void fault(List<String> faults, String what, long count) {
    if (count > 0) {
      faults.add(what + " " + count);
    }
  }
}
