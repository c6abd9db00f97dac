package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.systemd.SystemdNotifier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A running daemon in one of the states that its first screen tells apart. */
final class DaemonState implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-11-20T18:04:00Z");
  private static final Version VERSION = new Version("1.2.3", "test");
  private static final int ANSWERED_AT_FIRST = 60;

  /** The states. */
  enum Kind {
    WELL,
    FIRST_START,
    NO_ZONE,
    CLOUDFLARE_DOWN,
    TOKEN_DEAD,
    MUTE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final ManualClock clock = new ManualClock(START);
  private final InjectedFaults faults = new InjectedFaults();
  private final SimulatedCloudflare cloudflare;
  private final WebhookReceiver receiver = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock);
  private final App app;

  DaemonState(Kind kind, Path folder) throws IOException {
    var estate =
        kind == Kind.NO_ZONE
            ? UniformEstate.of(1, 0, 0, 7, clock.instant())
            : SimulatedEstate.sample(2026, clock.instant());
    if (kind == Kind.NO_ZONE) {
      estate.deny(estate.accounts().getFirst().id());
    }
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
    var config = config(kind, Files.createDirectories(folder.resolve(kind.word())));
    app =
        new App(config, ConfigFile.NONE, VERSION, clock, clock::nanos, SystemdNotifier.NONE, null);
    reach(kind);
    app.start();
  }

  private Config config(Kind kind, Path folder) throws IOException {
    var yaml = folder.resolve("certvigil.yml");
    Files.writeString(
        yaml,
        DaemonConfig.yaml(
            "prod-eu",
            cloudflare,
            kind == Kind.FIRST_START ? "60s" : "2s",
            folder.resolve("certvigil.db"),
            """
            watch: [ { credential: main, zones: ["acme-*", "*shop*"], every: 1h, labels: { team: platform } } ]
            channels: { ops-hook: { %s } }
            web: { listen: "127.0.0.1:0" }
            """
                .formatted(DaemonConfig.channel(receiver))));
    return DaemonConfig.load(yaml, clock);
  }

  private void reach(Kind kind) {
    if (kind == Kind.FIRST_START) {
      faults.inject(FaultKind.HANG, RequestMatcher.everyRequest().skipping(ANSWERED_AT_FIRST));
      return; // its first sweep runs as long as the screen is looked at
    }
    if (kind == Kind.MUTE) {
      receiver.replyWith(new ReceiverBehaviour.Status(404, null)); // the first alerts already
    }
    hours(1);
    switch (kind) {
      case WELL, NO_ZONE, FIRST_START, MUTE -> {}
      case CLOUDFLARE_DOWN -> cloudflare.close();
      case TOKEN_DEAD -> faults.inject(FaultKind.UNAUTHORIZED_401, RequestMatcher.everyRequest());
    }
    hours(kind == Kind.CLOUDFLARE_DOWN ? 1 : 3); // requests without an answer take real time
    clock.advance(Duration.ofMinutes(7));
  }

  private void hours(int passing) {
    for (int hour = 0; hour < passing; hour++) {
      clock.advance(Duration.ofHours(1));
      app.runMinute();
      app.sweepOnce(SweepProgressListener.NONE);
    }
  }

  URI uri() {
    return app.webUri();
  }

  @Override
  public void close() {
    faults.clear();
    app.close();
    receiver.close();
    cloudflare.close();
  }
}
