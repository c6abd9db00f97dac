package io.certvigil.store.view;

import io.certvigil.policy.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a command says about an acknowledgement.
 *
 * @param key of the alert
 * @param name of its subject; null if no alert with this key fires
 * @param changed whether the acknowledgement was made or removed
 * @param by who has acknowledged it; null if nobody has
 * @param at when; null if nobody has
 */
public record AckAnswer(
    String key, @Nullable String name, boolean changed, @Nullable String by, @Nullable Instant at) {
  public static AckAnswer of(AckResult result) {
    return switch (result) {
      case AckResult.Changed(var alert) -> of(alert, true);
      case AckResult.Unchanged(var alert) -> of(alert, false);
      case AckResult.NotFiring(var key) -> new AckAnswer(key, null, false, null, null);
    };
  }

  private static AckAnswer of(Alert alert, boolean changed) {
    var ack = alert.progress().ack();
    return new AckAnswer(
        alert.id().key(),
        alert.subject().name(),
        changed,
        ack == null ? null : ack.by(),
        ack == null ? null : ack.at());
  }
}
