package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.receiver.Targets.Leaving;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receivers that reloads have left since the start: their settings are in no config any more,
 * and their secrets are not stored, so only this process can still end there what is open.
 */
final class LeavingReceivers {
  private static final Logger log = LoggerFactory.getLogger(LeavingReceivers.class);
  private static final String NOTICE = "left open";
  private static final int NAMED = 10;

  private final SharedServices shared;
  private final Map<String, Settings> known = new HashMap<>();

  private record Settings(NotifySettings alerting, Scrubber scrubber) {}

  LeavingReceivers(SharedServices shared) {
    this.shared = shared;
  }

  /**
   * After a changed config was written to the store: composes what ends at the receivers that it
   * has left. If the store fails here, they are left open, and the notice names them.
   */
  void follow(Config before, ConfiguredDaemon fresh) {
    var rows = shared.store().targets().leaving();
    for (var row : rows) {
      before
          .alerting()
          .only(row.former())
          .ifPresent(one -> known.putIfAbsent(row.name(), new Settings(one, before.scrubber())));
    }
    known.keySet().retainAll(rows.stream().map(Leaving::name).collect(Collectors.toSet()));
    rows.forEach(row -> send(row, fresh.components()));
    report();
  }

  private void send(Leaving row, DaemonComponents components) {
    var settings = known.get(row.name());
    if (settings != null) {
      var channel =
          ConfiguredChannels.of(
                  settings.alerting(),
                  shared.version().version(),
                  settings.scrubber(),
                  shared.names())
              .named(row.former());
      var threads = shared.store().targets().openThreads(row.name());
      components.composer().composeEnds(row.name(), threads, channel);
      components.courier().addLeaving(row.name(), channel);
    }
  }

  /** Names what nobody can end any more. */
  void report() {
    try {
      var open = shared.store().targets().leftOpen();
      if (open.isEmpty()) {
        shared.store().notices().remove(NOTICE);
        return;
      }
      var channels = open.stream().map(one -> one.channel()).distinct().toList();
      var alerts = open.stream().map(one -> one.alertKey()).limit(NAMED).toList();
      shared
          .store()
          .notices()
          .putIfChanged(
              NOTICE,
              "left open at receivers that the config no longer has (%s): %d alerts, %s%s; close them there, or name the receiver again"
                  .formatted(
                      String.join(", ", channels),
                      open.size(),
                      String.join(", ", alerts),
                      open.size() > NAMED ? " and others" : ""));
    } catch (StoreException e) { // the next change of the config reports it
      log.atWarn().addKeyValue("error", e.getMessage()).log("could not look for what is left open");
    }
  }
}
