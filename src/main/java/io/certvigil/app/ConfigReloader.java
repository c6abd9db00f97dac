package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigChanges;
import io.certvigil.config.ConfigException;
import io.certvigil.store.Requests;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.ReloadResult;
import io.certvigil.store.view.RequestKind;
import io.certvigil.systemd.SystemdNotifier;
import io.certvigil.web.server.WebException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a changed configuration completely, or keeps the running one and reports why: in the log,
 * to the caller, to systemd, in the metrics, and in the store for the command that asked for it.
 * One reload at a time.
 */
final class ConfigReloader {
  private static final Logger log = LoggerFactory.getLogger(ConfigReloader.class);

  private final ConfigFile file;
  private final Supplier<Config> running;
  private final BiConsumer<Config, @Nullable String> change;
  private final Requests requests;
  private final SystemdNotifier systemd;
  private final InstantSource clock;
  private volatile Instant appliedAt;
  private volatile List<String> problems = List.of();

  /**
   * @param running the running configuration
   * @param change replaces the running configuration, or throws and leaves it running; its second
   *     argument is who agreed that what waits for removed channels is discarded, or null
   */
  ConfigReloader(
      ConfigFile file,
      Supplier<Config> running,
      BiConsumer<Config, @Nullable String> change,
      Requests requests,
      SystemdNotifier systemd,
      InstantSource clock) {
    this.file = file;
    this.running = running;
    this.change = change;
    this.requests = requests;
    this.systemd = systemd;
    this.clock = clock;
    appliedAt = clock.instant();
  }

  /**
   * Reloads for a command, which waits for the result in the store. On a thread of its own, because
   * a reload stops the work loop, which calls this.
   */
  void begin(Requests.Pending request) {
    Thread.ofVirtual().name("reload").start(() -> reloadFor(request));
  }

  private void reloadFor(Requests.Pending request) {
    log.atInfo().addKeyValue("by", request.by()).log("reload requested");
    boolean discards = request.kind() == RequestKind.RELOAD_DISCARDING;
    var result = reload(discards ? request.by() : null);
    try {
      requests.markReloaded(request.id(), result, clock.instant());
    } catch (StoreException e) { // only the command that waits for it is affected
      log.atWarn()
          .addKeyValue("error", e.getMessage())
          .log("could not record the reload in the store");
    }
  }

  /**
   * Says what changed, or why the running configuration was kept.
   *
   * @param discardedBy who agreed that what waits for removed channels is discarded; null if nobody
   *     did
   */
  synchronized ReloadResult reload(@Nullable String discardedBy) {
    var result = new AtomicReference<>(ReloadResult.kept(List.of()));
    systemd.reloading(() -> result.set(attempt(discardedBy)));
    problems = result.get().problems();
    problems.forEach(
        problem ->
            log.atError()
                .addKeyValue("problem", problem)
                .log("changed config not applied; the running one stays"));
    return result.get();
  }

  private ReloadResult attempt(@Nullable String discardedBy) {
    long begin = System.nanoTime();
    try {
      var before = running.get();
      var next = file.read();
      change.accept(next, discardedBy);
      file.applied(next);
      appliedAt = clock.instant();
      var took = Duration.ofNanos(System.nanoTime() - begin);
      log.atInfo().addKeyValue("took", took).log("changed config applied");
      next.warnings()
          .forEach(warning -> log.atWarn().addKeyValue("what", warning).log("config warning"));
      return ReloadResult.applied(ConfigChanges.between(before, next));
    } catch (ConfigException e) {
      return ReloadResult.kept(e.problems());
    } catch (StoreException | WebException e) {
      return ReloadResult.kept(List.of(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("internal error while applying the changed config");
      return ReloadResult.kept(
          List.of("internal error, " + e.getClass().getSimpleName() + ": see the log"));
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
