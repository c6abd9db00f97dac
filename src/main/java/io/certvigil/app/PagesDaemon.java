package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Settings;
import io.certvigil.notify.Trial;
import io.certvigil.policy.Policy;
import io.certvigil.store.Outbox;
import io.certvigil.web.Daemon;
import java.time.InstantSource;
import java.util.List;

/** Hands the pages what they need of the rooms that they do not know. */
record PagesDaemon(
    Settings alerting, Policy policy, Cloudflare cloudflare, Version version, InstantSource clock)
    implements Daemon {
  @Override
  public List<Channel> channels() {
    return alerting.channels().entrySet().stream()
        .map(one -> new Channel(one.getKey(), one.getValue().type(), one.getValue().minSeverity()))
        .toList();
  }

  @Override
  public List<Tried> test(String channel) {
    var now = clock.instant();
    return Trial.of(alerting, channel, version.version(), Outbox.test(channel, now), now).stream()
        .map(one -> new Tried(one.lane(), arrived(one.outcome()), one.outcome().answer()))
        .toList();
  }

  private static boolean arrived(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> true;
      case Outcome.TryLater _, Outcome.Rejected _ -> false;
    };
  }

  @Override
  public List<Credential> credentials() {
    return cloudflare.credentials().stream()
        .map(one -> new Credential(one.name(), one.pausedUntil(), one.remaining()))
        .toList();
  }
}
