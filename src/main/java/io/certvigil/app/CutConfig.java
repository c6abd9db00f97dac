package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.store.Store;
import io.certvigil.store.view.Backlog;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Notices a config file whose end is missing, as an editor or a full disk leaves it: it is valid,
 * but names no channel. A reload to it is refused. A start goes on, because otherwise nothing would
 * be watched, and says so.
 */
record CutConfig(Store store) {
  private static final String NOTICE = "no channels";

  /**
   * @throws ConfigException if the changed config names no channel, or nothing, and the running one
   *     does
   */
  static void requireWhole(Config running, Config next) {
    if (next.emptyFile() && !running.emptyFile()) {
      throw new ConfigException(
          List.of(
              "the changed config file is empty: is it complete? To run without a config, restart"
                  + " the daemon"));
    }
    var channels = running.alerting().channels().keySet();
    if (next.alerting().channels().isEmpty() && !channels.isEmpty()) {
      throw new ConfigException(
          List.of(
              "channels: the changed config names none, but %s: is the file complete? To run without channels, restart the daemon"
                  .formatted(running(List.copyOf(new TreeSet<>(channels))))));
    }
  }

  private static String running(List<String> names) {
    return names.size() == 1
        ? names.getFirst() + " is in use"
        : String.join(", ", names) + " are in use";
  }

  /** To be called before the config is written to the store. */
  void note(Config config) {
    if (!config.alerting().channels().isEmpty()) {
      store.notices().remove(NOTICE);
      return;
    }
    var used = store.outbox().backlog();
    if (!used.isEmpty()) {
      store.notices().put(NOTICE, text(used));
    }
  }

  private static String text(List<Backlog> used) {
    return "the config names no channel, so no notifications are sent; until the last start there"
        + " were "
        + used.stream().map(Backlog::channel).sorted().collect(Collectors.joining(", "))
        + ", for which "
        + used.stream().mapToLong(Backlog::pending).sum()
        + " notifications were waiting: is the config file complete?";
  }
}
