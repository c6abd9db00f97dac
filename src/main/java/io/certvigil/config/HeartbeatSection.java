package io.certvigil.config;

import io.certvigil.notify.NotifySettings.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code heartbeat} of the config. */
final class HeartbeatSection {
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
  private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

  /** With less than one heartbeat a day, a failed daemon would be noticed too late. */
  private static final Duration MAX_INTERVAL = Duration.ofDays(1);

  private final SecretReader secrets;
  private final OutboundSection outbound;

  HeartbeatSection(SecretReader secrets, OutboundSection outbound) {
    this.secrets = secrets;
    this.outbound = outbound;
  }

  /** Null if it is not configured or invalid; problems are reported. */
  @Nullable Heartbeat read(ConfigMapping root) {
    return root.<@Nullable Heartbeat>section(
        "heartbeat", null, value -> heartbeat(value.mapping()));
  }

  private @Nullable Heartbeat heartbeat(ConfigMapping block) {
    var url = secrets.readOne(block, "url", AddressRules::check);
    var every =
        block.get("every", DEFAULT_INTERVAL, value -> value.duration(MIN_INTERVAL, MAX_INTERVAL));
    var timeout = ChannelsSection.timeout(block);
    var connections = outbound.read(block);
    block.rejectUnknownKeys();
    return url == null ? null : new Heartbeat(url, every, timeout, connections);
  }
}
