package io.certvigil.notify;

import java.util.Optional;

/** What a channel's receiver was sent about alerts before: alone, or several as one incident. */
public interface IncidentState {

  /** A receiver that was sent nothing. */
  IncidentState NONE =
      new IncidentState() {
        @Override
        public Optional<String> incidentOf(String alertKey) {
          return Optional.empty();
        }

        @Override
        public Optional<String> threadOf(String alertKey) {
          return Optional.empty();
        }

        @Override
        public long size(String incident) {
          return 0;
        }

        @Override
        public boolean isOpen(String alertKey) {
          return false;
        }
      };

  /** The incident of several alerts that contains this alert; empty if none does. */
  Optional<String> incidentOf(String alertKey);

  /** What the receiver knows this open alert by, as it was sent; empty if it was not sent. */
  Optional<String> threadOf(String alertKey);

  /** The number of alerts of an incident that have not ended. */
  long size(String incident);

  /** Whether the receiver was sent that this alert fires, and not that it ended. */
  boolean isOpen(String alertKey);
}
