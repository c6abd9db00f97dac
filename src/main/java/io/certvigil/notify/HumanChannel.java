package io.certvigil.notify;

import io.certvigil.store.NewDelivery;
import java.util.List;

/** A channel that people read: events are gathered into one message, and digests go here too. */
interface HumanChannel extends Channel {
  /**
   * The requests that carry it: one, or one for each recipient. Pure: the same bulletin gives the
   * same ids and the same bytes.
   */
  List<NewDelivery> tell(Bulletin bulletin);

  @Override
  default boolean human() {
    return true;
  }

  @Override
  default List<NewDelivery> compose(Notice notice) {
    return notice.events().isEmpty() ? List.of() : tell(Gathering.of(notice));
  }
}
