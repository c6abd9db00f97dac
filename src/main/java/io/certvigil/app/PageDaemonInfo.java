package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.check.ChannelTest;
import io.certvigil.policy.Policy;
import io.certvigil.policy.impairment.Impairment;
import io.certvigil.store.Outbox;
import io.certvigil.store.view.StoreStamp;
import io.certvigil.web.site.DaemonInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives the web pages what they need from packages that they do not depend on. */
record PageDaemonInfo(
    Config config,
    StoreStamp stamp,
    Policy policy,
    Cloudflare cloudflare,
    ImpairmentMonitor monitor,
    Version version,
    InstantSource clock)
    implements DaemonInfo {
  @Override
  public Map<String, List<String>> labels() {
    Map<String, TreeSet<String>> labels = new TreeMap<>();
    for (var watch : config.watch()) {
      watch
          .labels()
          .forEach((name, value) -> labels.computeIfAbsent(name, _ -> new TreeSet<>()).add(value));
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    labels.forEach((name, all) -> values.put(name, List.copyOf(all)));
    return values;
  }

  @Override
  public List<Channel> channels() {
    return config.alerting().channels().entrySet().stream()
        .map(one -> new Channel(one.getKey(), one.getValue().type(), one.getValue().minSeverity()))
        .toList();
  }

  @Override
  public List<TestAttempt> test(String channel) {
    var now = clock.instant();
    return ChannelTest.of(
            config.alerting(),
            stamp,
            channel,
            version.version(),
            Outbox.testEvent(channel, now),
            now,
            config.scrubber())
        .stream()
        .map(one -> new TestAttempt(one.lane(), arrived(one.outcome()), one.outcome().answer()))
        .toList();
  }

  @Override
  public List<Impairment> impairments() {
    return monitor.current();
  }

  @Override
  public Duration longestSilence() {
    return config.web().access().longestSilence();
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
