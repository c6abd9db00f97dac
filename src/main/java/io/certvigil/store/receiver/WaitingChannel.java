package io.certvigil.store.receiver;

/**
 * A channel that is not in the config, or would not be, and what depends on it.
 *
 * @param deliveries open ones
 * @param events not composed yet; some of them may not be sent to it
 * @param told the number of alerts that its receiver was told of and that have not ended there
 */
public record WaitingChannel(String name, long deliveries, long events, long told) {
  public boolean holdsNothing() {
    return deliveries == 0 && events == 0 && told == 0;
  }

  public WaitingChannel withEvents(long counted) {
    return new WaitingChannel(name, deliveries, counted, told);
  }

  /** Such as {@code 2 deliveries and 1 event wait, 3 alerts are open at its receiver}. */
  public String text() {
    var waits =
        count(deliveries, "delivery", "deliveries")
            + (deliveries > 0 && events > 0 ? " and " : "")
            + count(events, "event", "events");
    var open = told == 0 ? "" : count(told, "alert is", "alerts are") + " open at its receiver";
    if (waits.isEmpty()) {
      return open;
    }
    return waits
        + (deliveries + events == 1 ? " waits" : " wait")
        + (open.isEmpty() ? "" : ", " + open);
  }

  /** What an operator must know of a channel that the config does not have. */
  public String notice() {
    return "channel "
        + name
        + " is not in the config: "
        + text()
        + "; name it again, or give its successor \"formerly: "
        + name
        + "\", or discard them with certvigil reload --discard-waiting";
  }

  private static String count(long number, String one, String several) {
    return number == 0 ? "" : number + " " + (number == 1 ? one : several);
  }
}
