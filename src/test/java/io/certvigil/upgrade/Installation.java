package io.certvigil.upgrade;

import io.certvigil.app.ManualClock;
import io.certvigil.app.SteppedDaemon;
import io.certvigil.cli.CommandRunner;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.ConfigInput;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Secret;
import io.certvigil.notify.ScriptedMailServer;
import io.certvigil.schedule.Cron;
import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Certvigil with the config of version 0.1 in a folder, and everything that the config refers to: a
 * simulated Cloudflare, a receiver for each channel, and environment variables.
 */
final class Installation implements AutoCloseable {
  private static final Secret HOOK_SECRET =
      new Secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  private static final List<String> FILES =
      List.of("certvigil.yml", "cloudflare-token", "smtp-password");

  final ManualClock clock;
  final WebhookReceiver hook;
  final HttpReceiver http;
  final ScriptedMailServer mail = new ScriptedMailServer();
  private final SimulatedCloudflare cloudflare;
  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  Installation(Path folder, Instant now, SimulatedEstate estate) throws IOException {
    this.folder = folder;
    clock = new ManualClock(now);
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock);
    hook = WebhookReceiver.start(HOOK_SECRET, clock);
    http = new HttpReceiver();
    for (var name : FILES) {
      try (var in = resource(name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-------"));
    var authority = new TestAuthority();
    var web = authority.issue("CN=web");
    TestAuthority.write(folder.resolve("web.crt"), web.certificate());
    TestAuthority.write(folder.resolve("web.key"), web.key());
    TestAuthority.write(folder.resolve("web-clients.crt"), authority.certificate());
    environment.put("CLOUDFLARE_PORT", Integer.toString(cloudflare.port()));
    environment.put("REQUESTS_PER_5M", "60000");
    environment.put("SITE", "Mülheim");
    environment.put("FOLDER", folder.toString());
    environment.put("HOOK_PORT", Integer.toString(hook.url().getPort()));
    environment.put("HTTP_PORT", Integer.toString(http.port()));
    environment.put("SLACK_URL", "http://127.0.0.1:" + http.port() + HttpReceiver.SLACK);
    environment.put("SMTP_PORT", Integer.toString(mail.port()));
  }

  /** A recorded file of version 0.1. */
  static InputStream resource(String name) {
    return Objects.requireNonNull(Installation.class.getResourceAsStream("0.1/" + name), name);
  }

  Path config() {
    return folder.resolve("certvigil.yml");
  }

  Path store() {
    return folder.resolve("certvigil.db");
  }

  /** Sets an environment variable that the config refers to. */
  Installation variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ConfigInput sources() {
    return ConfigInput.of(config(), environment, "host-1", "0.1.0")
        .with(Cloudflare.sources(), cron -> Cron.longestGap(cron, clock.instant()));
  }

  SteppedDaemon daemon() {
    return new SteppedDaemon(sources(), clock, clock::nanos);
  }

  /** Runs a command, which must succeed, and returns its output. */
  String run(String... arguments) {
    var terminal = new CommandRunner().at(clock.instant()).config(config());
    environment.forEach(terminal::env);
    return terminal.run(arguments).succeeds().out();
  }

  /** Makes every receiver refuse messages from now on. */
  void receiversDown() {
    hook.replyWith(new ReceiverBehaviour.Status(503, null));
    http.down(true);
    mail.refuse("@", "451 4.3.0 try again later");
  }

  @Override
  public void close() {
    mail.close();
    http.close();
    hook.close();
    cloudflare.close();
  }
}
