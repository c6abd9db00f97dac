package io.certvigil.notify.compose;

import io.certvigil.notify.Channels;
import io.certvigil.notify.EventDocument;
import io.certvigil.policy.Silence;
import io.certvigil.store.Outbox;
import io.certvigil.store.PendingDelivery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suppresses deliveries that were composed before a silence began and were never sent, if silences
 * cover all their events. Checks the deliveries only if a silence has begun since the last check.
 */
final class SilenceSuppressor {
  private static final Logger log = LoggerFactory.getLogger(SilenceSuppressor.class);

  private final Channels channels;
  private final Outbox outbox;
  private Set<String> appliedSilences = Set.of();

  SilenceSuppressor(Channels channels, Outbox outbox) {
    this.channels = channels;
    this.outbox = outbox;
  }

  /**
   * @param active the active silences
   */
  synchronized void apply(List<Silence> active, Instant now) {
    var ids = new HashSet<String>();
    active.forEach(silence -> ids.add(silence.id()));
    if (!appliedSilences.containsAll(ids)) {
      channels.names().forEach(channel -> apply(channel, active, now));
    }
    appliedSilences = ids;
  }

  private void apply(String channel, List<Silence> active, Instant now) {
    for (var pending : outbox.pending(channel)) {
      covering(active, pending)
          .filter(silence -> outbox.suppress(pending.id(), silence.id(), now))
          .ifPresent(
              silence ->
                  log.atInfo()
                      .addKeyValue("channel", channel)
                      .addKeyValue("message", pending.messageId())
                      .addKeyValue("silence", silence.id())
                      .log("delivery suppressed: a silence covers it"));
    }
  }

  /**
   * The silence that covers all events of a delivery. A delivery with a resolution is never
   * suppressed, because an alert that was sent before must not stay open at the receiver.
   */
  private static Optional<Silence> covering(List<Silence> active, PendingDelivery pending) {
    Optional<Silence> first = Optional.empty();
    for (var queued : pending.events()) {
      var event = EventDocument.of(queued);
      var silences = Silence.covering(active, event.subject());
      if (silences.isEmpty() || event.isResolved() || Routing.isSilenceOfEverything(event)) {
        return Optional.empty();
      }
      first = first.or(() -> silences.stream().findFirst());
    }
    return first;
  }
}
