package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.store.Requests;
import io.certvigil.store.failure.StoreException;
import io.certvigil.systemd.SystemdNotifier;
import io.certvigil.web.server.WebException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a changed configuration completely, or keeps the running one and reports why: in the log,
 * to the caller, to systemd, in the metrics, and in the store for the command that waits for it.
 * One reload at a time.
 */
final class ConfigReloader {
  private static final Logger log = LoggerFactory.getLogger(ConfigReloader.class);

  private final ConfigFile file;
  private final Consumer<Config> change;
  private final Requests requests;
  private final SystemdNotifier systemd;
  private final InstantSource clock;
  private volatile Instant appliedAt;
  private volatile List<String> problems = List.of();

  /**
   * @param change replaces the running configuration, or throws and leaves it running
   */
  ConfigReloader(
      ConfigFile file,
      Consumer<Config> change,
      Requests requests,
      SystemdNotifier systemd,
      InstantSource clock) {
    this.file = file;
    this.change = change;
    this.requests = requests;
    this.systemd = systemd;
    this.clock = clock;
    appliedAt = clock.instant();
  }

  /** Empty if the changed configuration was applied, otherwise the reasons, one a line. */
  synchronized List<String> reload() {
    var found = new ArrayList<String>();
    record(requests::beginReload);
    systemd.reloading(() -> found.addAll(attempt()));
    problems = List.copyOf(found);
    found.forEach(
        problem ->
            log.atError()
                .addKeyValue("problem", problem)
                .log("changed config not applied; the running one stays"));
    record(() -> requests.reloadEnded(found));
    return problems;
  }

  private List<String> attempt() {
    long begin = System.nanoTime();
    try {
      var next = file.read();
      change.accept(next);
      file.applied(next);
      appliedAt = clock.instant();
      var took = Duration.ofNanos(System.nanoTime() - begin);
      log.atInfo().addKeyValue("took", took).log("changed config applied");
      next.warnings()
          .forEach(warning -> log.atWarn().addKeyValue("what", warning).log("config warning"));
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    } catch (StoreException | WebException e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("internal error while applying the changed config");
      return List.of("internal error, " + e.getClass().getSimpleName() + ": see the log");
    }
  }

  /** If this fails, only a command that waits for the reload is affected. */
  private static void record(Runnable write) {
    try {
      write.run();
    } catch (StoreException e) {
      log.atWarn()
          .addKeyValue("error", e.getMessage())
          .log("could not record the reload in the store");
    }
  }

  /** When the running configuration was applied. */
  Instant appliedAt() {
    return appliedAt;
  }

  /** The first reason why the last change was not applied; empty if it was applied. */
  Optional<String> problem() {
    return problems.stream().findFirst();
  }
}
