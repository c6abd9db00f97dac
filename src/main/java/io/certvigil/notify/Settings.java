package io.certvigil.notify;

import io.certvigil.model.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code channels} and {@code routes} of the config, and what every message says of its sender.
 *
 * @param installation names this daemon in every message
 * @param externalUrl where the pages are reached from outside, without a slash at its end; null
 *     where nobody said
 * @param channels by name, in the order of the config
 * @param routes the first match wins unless it says {@code continue}; what none takes goes to every
 *     channel
 */
public record Settings(
    String installation,
    @Nullable URI externalUrl,
    Map<String, ChannelSettings> channels,
    List<Route> routes) {
  public Settings {
    routes = List.copyOf(routes);
  }

  /** How one channel is reached. */
  public sealed interface ChannelSettings {
    /**
     * A Standard Webhooks receiver.
     *
     * @param secrets {@code whsec_...}; two while rotating, every message is signed with each
     */
    record Webhook(Secret url, List<Secret> secrets) implements ChannelSettings {
      public Webhook {
        secrets = List.copyOf(secrets);
      }
    }
  }
}
