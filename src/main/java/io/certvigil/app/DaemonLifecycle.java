package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.receiver.ConfigChange;
import io.certvigil.store.receiver.WaitingChannel;
import io.certvigil.web.Web;
import io.certvigil.web.site.SiteContent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, replaces and closes the {@link ConfiguredDaemon}. A reload stops the old one, builds the
 * new one, writes the new configuration to the store, starts the new one and retires the old one.
 * Until the store has accepted it, any failure returns to the old configuration; after that the new
 * one stays, whatever fails.
 */
final class DaemonLifecycle implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DaemonLifecycle.class);

  private final SharedServices shared;
  private final Web web;
  private final Function<ConfiguredDaemon, SiteContent> content;
  private final Object lock;
  private final LeavingReceivers leaving;
  private volatile ConfiguredDaemon current;
  // Replaced ones whose delivery attempts may still be in flight.
  private final List<ConfiguredDaemon> retired = new CopyOnWriteArrayList<>();
  private volatile boolean running;
  private boolean closed;

  /**
   * @param content what the web serves for a configuration
   * @param lock held while the daemon closes, so that a reload starts nothing meanwhile
   */
  DaemonLifecycle(
      SharedServices shared,
      ConfiguredDaemon first,
      Web web,
      Function<ConfiguredDaemon, SiteContent> content,
      Object lock) {
    this.shared = shared;
    this.web = web;
    this.content = content;
    this.lock = lock;
    this.leaving = new LeavingReceivers(shared);
    current = first;
  }

  ConfiguredDaemon current() {
    return current;
  }

  /** Brings the store and the metrics page in line with the configuration, before the start. */
  void initialize() {
    new CutConfig(shared.store()).note(current.config());
    current.synchronizer().synchronizeStore();
    leaving.report();
    shared.store().identity().startOn(shared.stamp().host());
    reportNotices();
    current.synchronizer().initializeFromStore();
  }

  private void reportNotices() {
    var notices = shared.store().notices();
    notices.refresh(shared.now());
    shared.store().targets().kept().stream()
        .map(WaitingChannel::notice)
        .forEach(text -> log.atWarn().addKeyValue("what", text).log("notice"));
    notices.list().forEach(text -> log.atWarn().addKeyValue("what", text).log("notice"));
  }

  void start() {
    running = true;
    current.start();
  }

  /**
   * Replaces the running configuration.
   *
   * @param discardedBy who agreed that what waits for removed channels is discarded; null if nobody
   * @throws RuntimeException if it could not be applied; the old configuration then runs as before
   */
  void apply(Config next, @Nullable String discardedBy) {
    var old = current;
    requireSameStore(old.config(), next);
    CutConfig.requireWhole(old.config(), next);
    var losses = new ReloadLosses(shared.store(), old.components().composer());
    losses.change(next.alerting(), discardedBy); // refuses before anything is stopped
    web.reconfigure(next.web()); // first: if it fails, nothing has changed yet
    old.stop();
    ConfiguredDaemon fresh;
    try {
      fresh = build(next, old, losses.change(next.alerting(), discardedBy));
    } catch (RuntimeException e) {
      web.reconfigure(old.config().web());
      var again = new ConfiguredDaemon(shared, old.config(), old);
      follow(old.config(), again);
      proceed(again, old);
      throw e;
    }
    CrashPoint.reached("reload.inside");
    shared.store().settings(next.store());
    follow(old.config(), fresh);
    new CutConfig(shared.store()).note(next);
    proceed(fresh, old);
  }

  private void follow(Config before, ConfiguredDaemon fresh) {
    try {
      leaving.follow(before, fresh);
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .log("config applied, but composing what ends at former receivers failed");
    }
  }

  private static void requireSameStore(Config running, Config next) {
    if (!next.store().file().equals(running.store().file())) {
      throw new ConfigException(
          List.of("store.url: cannot change while the daemon runs; restart it to apply this"));
    }
    if (!next.socket().equals(running.socket())) {
      throw new ConfigException(
          List.of("web.socket: cannot change while the daemon runs; restart it to apply this"));
    }
  }

  /** Builds the new one and writes its configuration to the store; if that fails, releases it. */
  private ConfiguredDaemon build(Config next, ConfiguredDaemon old, ConfigChange change) {
    var fresh = new ConfiguredDaemon(shared, next, old);
    try {
      fresh.synchronizer().synchronizeStore(change);
      return fresh;
    } catch (RuntimeException e) {
      fresh.stop();
      fresh.releaseExceptSharedWith(old);
      throw e;
    }
  }

  /** From here on the new one stays, as after a start; the minute's tasks retry what failed. */
  private void proceed(ConfiguredDaemon fresh, ConfiguredDaemon old) {
    try {
      fresh.synchronizer().initializeFromStore();
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .log("config applied, but refreshing the metrics page failed; retrying every minute");
    }
    web.replaceContent(content.apply(fresh));
    replace(fresh);
    retire(old, fresh);
  }

  private void replace(ConfiguredDaemon fresh) {
    synchronized (lock) {
      current = fresh;
      if (closed) {
        fresh.close();
      } else if (running) {
        fresh.start();
      }
    }
  }

  private void retire(ConfiguredDaemon old, ConfiguredDaemon fresh) {
    old.releaseExceptSharedWith(fresh);
    retired.removeIf(ConfiguredDaemon::isIdle);
    retired.add(old);
  }

  /** Closes the current one and those that still have attempts in flight. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    current.close();
    retired.forEach(ConfiguredDaemon::close);
  }
}
