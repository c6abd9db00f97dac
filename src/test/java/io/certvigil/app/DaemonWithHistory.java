package io.certvigil.app;

import static io.certvigil.model.Source.CLIENT_CERTIFICATES;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;

import io.certvigil.config.Config;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.systemd.SystemdNotifier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A daemon with a week of history that has an example of everything: certificates that were
 * renewed, revoked, added and removed, a forbidden zone, a failing source, a failing channel.
 */
final class DaemonWithHistory implements AutoCloseable {
  static final String USER = "ops";
  static final String PASSWORD = "correct horse";
  private static final String HASH = "$2y$04$KBCwKxOzLha2MUDgW0PjXexGfB5dmDvvvgEVjeeXiTo87i0yXWYau";
  private static final Version VERSION = new Version("1.2.3", "test");

  private final ManualClock clock = new ManualClock();
  private final SimulatedEstate estate = SimulatedEstate.sample(2026, clock.instant());
  private final InjectedFaults faults = new InjectedFaults();
  private final SimulatedCloudflare cloudflare =
      SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
  private final WebhookReceiver receiver = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock);
  private final WebhookReceiver audit = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock);
  private final App app;

  DaemonWithHistory(Path folder) throws IOException {
    app =
        new App(
            config(folder),
            ConfigFile.NONE,
            VERSION,
            clock,
            clock::nanos,
            SystemdNotifier.NONE,
            null);
    week();
    app.start();
  }

  private Config config(Path folder) throws IOException {
    var yaml = folder.resolve("certvigil.yml");
    Files.writeString(
        yaml,
        DaemonConfig.yaml(
            "prod-eu",
            cloudflare,
            "2s",
            folder.resolve("certvigil.db"),
            """
            watch:
              - { credential: main, zones: ["acme-*"], sources: ["client_*", "origin_*"], every: 1h, labels: { team: payments } }
              - { credential: main, every: 1h, labels: { team: platform } }
            channels:
              ops-hook: { %s }
              audit-hook: { %s, min_severity: warning }
            web: { listen: "127.0.0.1:0", basic_auth_users: { %s: "%s" }, may_change: [%s] }
            """
                .formatted(
                    DaemonConfig.channel(receiver),
                    DaemonConfig.channel(audit),
                    USER,
                    HASH,
                    USER)));
    return DaemonConfig.load(yaml, clock);
  }

  private void week() {
    hours(0);
    var devices = devices();
    estate.revoke(devices.get(3).id(), clock.instant());
    var ending = ending(devices);
    var begin = clock.instant().minus(Duration.ofDays(80));
    estate.renew(ending.id(), begin, ending.notAfter().plus(Duration.ofDays(11)));
    hours(26);
    estate.remove(devices.get(5).id());
    estate.add(
        InProcessDaemon.certificate(
            CLIENT_CERTIFICATES, zone(0), "new-truck.northwind.example", 12, clock.instant()));
    hours(20);
    hours(1);
    estate.deny(zone(12));
    estate.deny(GATEWAY_CERTIFICATES, estate.accounts().getLast().id());
    faults.inject(FaultKind.UNAVAILABLE_503, RequestMatcher.ofRoute(ApiRoute.ZONE_SERVICE_TOKENS));
    audit.replyWith(new ReceiverBehaviour.Status(503, null));
    for (int day = 0; day < 4; day++) {
      hours(24);
    }
  }

  private List<SimulatedCertificate> devices() {
    return estate.list(CLIENT_CERTIFICATES, zone(1));
  }

  /** The first that expires after the week: renewed briefly, it shows every kind of state. */
  private SimulatedCertificate ending(List<SimulatedCertificate> devices) {
    var week = clock.instant().plus(Duration.ofDays(7));
    return devices.stream()
        .filter(device -> device.notAfter().isAfter(week))
        .min(Comparator.comparing(SimulatedCertificate::notAfter))
        .orElseThrow();
  }

  private String zone(int number) {
    return estate.zones().get(number).zone().id();
  }

  private void hours(int passing) {
    clock.advance(Duration.ofHours(passing));
    app.sweepOnce(SweepProgressListener.NONE);
    app.runMinute();
  }

  URI uri() {
    return app.webUri();
  }

  @Override
  public void close() {
    app.close();
    receiver.close();
    audit.close();
    cloudflare.close();
  }
}
