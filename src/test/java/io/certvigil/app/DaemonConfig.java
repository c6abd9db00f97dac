package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.schedule.Cron;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The config file of a daemon that watches a simulated Cloudflare. */
public final class DaemonConfig {
  private DaemonConfig() {}

  /**
   * The config with the credential {@code main}.
   *
   * @param timeout of requests to Cloudflare, such as {@code 20s}
   * @param more further top-level keys, which begin at line 7
   */
  public static String yaml(
      String installation,
      SimulatedCloudflare cloudflare,
      String timeout,
      Path database,
      String more) {
    return """
    installation: %s
    cloudflare:
      base_url: %s
      timeout: %s
      requests_per_5m: 60000
      credentials: { main: { api_token: "%s" } }
    %s
    store: { url: "sqlite:%s" }
    """
        .formatted(
            installation,
            cloudflare.baseUrl(),
            timeout,
            SimulatedCloudflare.TOKEN.reveal(),
            more.strip(),
            database);
  }

  /** The webhook channel of this receiver, without the name. */
  public static String channel(WebhookReceiver receiver) {
    return channel(receiver.url().toString());
  }

  /** A webhook channel with the secret of all receivers, without the name. */
  public static String channel(String url) {
    return "type: webhook, url: \"%s\", secret: \"%s\""
        .formatted(url, DaemonProcess.HOOK_SECRET.reveal());
  }

  /** Reads a config file as the daemon does. */
  static Config load(Path yaml, InstantSource clock) {
    return Config.load(
        ConfigInput.of(yaml, Map.of(), "test", "1.2.3")
            .with(Cloudflare.sources(), cron -> Cron.longestGap(cron, clock.instant())));
  }
}
