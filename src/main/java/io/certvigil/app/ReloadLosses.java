package io.certvigil.app;

import io.certvigil.config.ConfigException;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.compose.Composer;
import io.certvigil.store.Store;
import io.certvigil.store.receiver.ConfigChange;
import io.certvigil.store.receiver.WaitingChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reload would lose: notifications that wait for channels that the changed config does not
 * have, and alerts that are open at their receivers.
 *
 * @param composer of the running config, whose routes say what is sent to these channels
 */
record ReloadLosses(Store store, Composer composer) {
  /**
   * How the config comes into force.
   *
   * @param discardedBy who agreed to lose it; null if nobody did
   * @throws ConfigException if something would be lost and nobody agreed
   */
  ConfigChange change(NotifySettings next, @Nullable String discardedBy) {
    var uncomposed = new LinkedHashMap<String, List<String>>();
    var problems = new ArrayList<String>();
    for (var channel : store.targets().lost(next.targets())) {
      var events = composer.uncomposed(channel.name());
      uncomposed.put(channel.name(), events);
      var lost = channel.withEvents(events.size());
      if (!lost.holdsNothing() && discardedBy == null) {
        problems.add(problem(lost));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new ConfigChange(true, discardedBy, uncomposed);
  }

  private static String problem(WaitingChannel lost) {
    return "channels.%s: is removed, but %s; if it was renamed, add \"formerly: %s\" to its new name, otherwise discard them with certvigil reload --discard-waiting"
        .formatted(lost.name(), lost.text(), lost.name());
  }
}
