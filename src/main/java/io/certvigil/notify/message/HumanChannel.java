package io.certvigil.notify.message;

import io.certvigil.notify.Channel;
import io.certvigil.notify.EventBatch;
import io.certvigil.store.NewDelivery;
import java.util.List;

/**
 * A channel that people read: events are grouped into one message, and digests are sent to it too.
 */
public interface HumanChannel extends Channel {
  /**
   * The requests that send the message: one, or one for each recipient. Pure: the same message
   * gives the same ids and the same bytes.
   */
  List<NewDelivery> composeMessage(Message message);

  @Override
  default boolean human() {
    return true;
  }

  @Override
  default List<NewDelivery> compose(EventBatch batch) {
    return batch.events().isEmpty() ? List.of() : composeMessage(AlertMessageBuilder.of(batch));
  }
}
