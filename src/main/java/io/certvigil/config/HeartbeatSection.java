package io.certvigil.config;

import io.certvigil.notify.NotifySettings.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code heartbeat} of the config. */
final class HeartbeatSection {
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Who listens for less than one a day would learn of a dead daemon too late. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Secrets secrets;

  HeartbeatSection(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Null where nobody listens for it, or where it is wrong; that is reported. */
  @Nullable Heartbeat read(Block root) {
    return root.<@Nullable Heartbeat>section("heartbeat", null, value -> heartbeat(value.block()));
  }

  private @Nullable Heartbeat heartbeat(Block block) {
    var url = secrets.one(block, "url", Addresses::check);
    var every = block.get("every", USUAL, value -> value.duration(SHORTEST, LONGEST));
    block.done();
    return url == null ? null : new Heartbeat(url, every);
  }
}
