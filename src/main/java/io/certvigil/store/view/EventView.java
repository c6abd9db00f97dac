package io.certvigil.store.view;

import java.time.Instant;
import java.util.List;

/**
 * An event with the states of its deliveries.
 *
 * @param deliveries one text per delivery, such as {@code ops-hook: delivered}
 */
public record EventView(
    String id,
    String type,
    String severity,
    Instant occurredAt,
    String alertKey,
    String summary,
    List<String> deliveries) {
  public EventView {
    deliveries = List.copyOf(deliveries);
  }
}
