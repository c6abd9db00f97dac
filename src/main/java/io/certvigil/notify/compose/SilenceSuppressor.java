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
 * Takes back what was composed before a silence began and was never sent, where silences cover all
 * of it. Looks only when a silence has begun since the last look.
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
   * @param active the silences that have begun and not ended
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

  /** Ends stay: what this channel was told of before must not stay open with its receiver. */
  private static Optional<Silence> covering(List<Silence> active, PendingDelivery pending) {
    Optional<Silence> first = Optional.empty();
    for (var queued : pending.events()) {
      var event = EventDocument.of(queued);
      var silences = Silence.covering(active, event.subject());
      if (silences.isEmpty() || event.isResolved()) {
        return Optional.empty();
      }
      first = first.or(() -> silences.stream().findFirst());
    }
    return first;
  }
}
