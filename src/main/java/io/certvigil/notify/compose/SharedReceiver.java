package io.certvigil.notify.compose;

import io.certvigil.notify.EventDocument;
import io.certvigil.notify.EventEffect;
import io.certvigil.notify.NotifySettings;
import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.StoredEvent;
import java.util.List;
import java.util.Optional;

/**
 * The other channels with the same receiver, which is sent each event once. The channel that told
 * an alert first also sends what follows, so that its order is kept.
 */
record SharedReceiver(String channel, List<String> others, NotifySettings settings, Outbox outbox) {
  static SharedReceiver of(String channel, NotifySettings settings, Outbox outbox) {
    var own = Optional.ofNullable(settings.channels().get(channel)).map(one -> one.receiver());
    var others =
        settings.channels().entrySet().stream()
            .filter(other -> !other.getKey().equals(channel))
            .filter(other -> own.isPresent() && other.getValue().receiver().equals(own.get()))
            .map(java.util.Map.Entry::getKey)
            .toList();
    return new SharedReceiver(channel, others, settings, outbox);
  }

  /** Whether another channel has sent this event to the receiver, or will. */
  boolean send(StoredEvent queued, EventDocument event) {
    if (others.isEmpty()) {
      return false;
    }
    return outbox.isComposedBy(others, queued.position())
        || (EventEffect.of(event) != EventEffect.ONCE && isOfAnother(queued, event));
  }

  private boolean isOfAnother(StoredEvent queued, EventDocument event) {
    return outbox
        .told(channel, queued.alertKey())
        .filter(told -> told.open() && others.contains(told.channel()))
        .map(told -> settings.channels().get(told.channel()))
        .filter(owner -> event.isResolved() || event.severity().compareTo(owner.minSeverity()) >= 0)
        .isPresent();
  }
}
