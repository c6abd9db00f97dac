package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.store.Requests;
import io.certvigil.store.StoreException;
import io.certvigil.systemd.Notifier;
import io.certvigil.web.WebException;
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
 * Applies a changed configuration whole, or keeps the running one and says why: in the log, to who
 * asked, to systemd, in the metrics, and in the store for the command that waits for it. One after
 * another.
 */
final class ConfigReloader {
  private static final Logger log = LoggerFactory.getLogger(ConfigReloader.class);

  private final ConfigFile file;
  private final Consumer<Config> change;
  private final Requests requests;
  private final Notifier systemd;
  private final InstantSource clock;
  private volatile Instant applied;
  private volatile List<String> problems = List.of();

  /**
   * @param change puts a configuration in the place of the running one, or throws and has not
   */
  ConfigReloader(
      ConfigFile file,
      Consumer<Config> change,
      Requests requests,
      Notifier systemd,
      InstantSource clock) {
    this.file = file;
    this.change = change;
    this.requests = requests;
    this.systemd = systemd;
    this.clock = clock;
    applied = clock.instant();
  }

  /** Empty where the changed configuration is the running one now, else why not, a line each. */
  synchronized List<String> reload() {
    var found = new ArrayList<String>();
    noted(requests::reloadBegins);
    systemd.reloading(() -> found.addAll(attempt()));
    problems = List.copyOf(found);
    found.forEach(
        problem ->
            log.atError()
                .addKeyValue("problem", problem)
                .log("the changed config is not applied; the running one stays"));
    noted(() -> requests.reloadEnded(found));
    return problems;
  }

  private List<String> attempt() {
    long begin = System.nanoTime();
    try {
      var next = file.read();
      change.accept(next);
      file.applied(next);
      applied = clock.instant();
      var took = Duration.ofNanos(System.nanoTime() - begin);
      log.atInfo().addKeyValue("took", took).log("the changed config is applied");
      next.warnings().forEach(warning -> log.atWarn().addKeyValue("what", warning).log("config"));
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    } catch (StoreException | WebException e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a fault of ours while a changed config was applied");
      return List.of("a fault of ours, " + e.getClass().getSimpleName() + ": see the log");
    }
  }

  /** Only who waits at a command line misses it. */
  private static void noted(Runnable write) {
    try {
      write.run();
    } catch (StoreException e) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("a reload could not be noted");
    }
  }

  /** When the running configuration was applied. */
  Instant applied() {
    return applied;
  }

  /** The first reason why the last change was not applied; empty where it was. */
  Optional<String> refused() {
    return problems.stream().findFirst();
  }
}
