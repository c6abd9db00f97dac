package io.certvigil.notify.message;

import io.certvigil.notify.Channel;
import io.certvigil.notify.EventBatch;
import io.certvigil.store.NewDelivery;
import java.util.List;

/** A channel that people read: events are gathered into one message, and digests go here too. */
public interface HumanChannel extends Channel {
  /**
   * The requests that carry it: one, or one for each recipient. Pure: the same bulletin gives the
   * same ids and the same bytes.
   */
  List<NewDelivery> composeMessage(Message bulletin);

  @Override
  default boolean human() {
    return true;
  }

  @Override
  default List<NewDelivery> compose(EventBatch notice) {
    return notice.events().isEmpty() ? List.of() : composeMessage(AlertMessageBuilder.of(notice));
  }
}
