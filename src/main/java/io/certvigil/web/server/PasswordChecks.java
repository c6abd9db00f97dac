package io.certvigil.web.server;

import io.certvigil.web.server.Users.PasswordResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs password checks on few threads of its own, since each takes a large part of a second. Client
 * addresses take turns, one check at a time for each, those with the fewest failures first; after a
 * failure an address has to wait. A waiting request holds no thread.
 */
public final class PasswordChecks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PasswordChecks.class);
  private static final int MAX_WAITING = 32;
  private static final long MAX_WAIT = Duration.ofSeconds(20).toNanos();
  private static final int MAX_THREADS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final LongSupplier nanos;
  private final LoginFailures failures;
  private final Map<String, Client> clients = new LinkedHashMap<>();
  private long arrivals;
  private int threads;
  private boolean closed;

  /** A check to run, and the request that waits for its result. */
  record Login(
      String address,
      String user,
      Supplier<PasswordResult> check,
      Consumer<PasswordResult> then,
      Scheduler timer) {}

  private record Waiting(Login login, long number, long since) {}

  /** The waiting checks of one address. */
  private static final class Client {
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean running;
    private long lastTurn;

    /** After every address whose first check arrived before the last turn of this one. */
    long position() {
      return Math.max(lastTurn, waiting.element().number());
    }
  }

  public PasswordChecks() {
    this(System::nanoTime);
  }

  PasswordChecks(LongSupplier nanos) {
    this.nanos = nanos;
    this.failures = new LoginFailures(nanos);
  }

  /** The failed logins since the start. */
  public long failures() {
    return failures.total();
  }

  /**
   * Runs the check when it is the turn of its address and passes on the result; {@link
   * PasswordResult#BUSY} if too many checks of this address wait, or if it has waited too long.
   */
  void submit(Login login) {
    if (enqueue(login)) {
      startThread(login);
    } else {
      login.then().accept(PasswordResult.BUSY);
    }
  }

  private synchronized boolean enqueue(Login login) {
    var client = clients.computeIfAbsent(login.address(), _ -> new Client());
    return !closed
        && client.waiting.size() < MAX_WAITING
        && client.waiting.add(new Waiting(login, arrivals++, nanos.getAsLong()));
  }

  /** Starts a thread if a check may run now; otherwise when the delay of this one is over. */
  private synchronized void startThread(Login login) {
    if (next().isEmpty()) {
      wakeLater(login);
    } else if (threads < MAX_THREADS) {
      threads++;
      Thread.ofPlatform().daemon().name("password-check").start(this::work);
    }
  }

  private void wakeLater(Login login) {
    long delay = failures.delayNanos(login.address());
    login.timer().schedule(() -> startThread(login), delay, TimeUnit.NANOSECONDS);
  }

  private void work() {
    for (var turn = take(); turn.isPresent(); turn = take()) {
      run(turn.get());
      expired().forEach(late -> finish(late, PasswordResult.BUSY));
    }
  }

  /** The next check; empty if none may run now, and then this thread ends. */
  private synchronized Optional<Login> take() {
    var next = next();
    if (next.isEmpty()) {
      threads--;
      clients.values().stream()
          .filter(client -> !client.running && !client.waiting.isEmpty())
          .forEach(client -> wakeLater(client.waiting.element().login()));
      return Optional.empty();
    }
    var client = next.get().getValue();
    client.running = true;
    client.lastTurn = arrivals;
    return Optional.of(client.waiting.remove().login());
  }

  /** The address whose turn it is. */
  private Optional<Map.Entry<String, Client>> next() {
    return clients.entrySet().stream()
        .filter(one -> !one.getValue().running && !one.getValue().waiting.isEmpty())
        .filter(one -> failures.delayNanos(one.getKey()) == 0)
        .min(
            Comparator.comparingInt(
                    (Map.Entry<String, Client> one) -> failures.recent(one.getKey()))
                .thenComparingLong(one -> one.getValue().position()));
  }

  private void run(Login login) {
    var result = PasswordResult.BUSY;
    try {
      result = login.check().get();
      if (result == PasswordResult.WRONG) {
        failures.add(login.address(), login.user());
      }
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("password check failed");
    } finally {
      release(login.address());
      finish(login, result);
    }
  }

  private synchronized void release(String address) {
    clients.computeIfPresent(
        address,
        (_, client) -> {
          client.running = false;
          return client.waiting.isEmpty() ? null : client;
        });
  }

  /** Removes and returns the checks that have waited too long; all once it is closed. */
  private synchronized List<Login> expired() {
    var expired = new ArrayList<Login>();
    for (var client : clients.values()) {
      while (!client.waiting.isEmpty()
          && (closed || nanos.getAsLong() - client.waiting.element().since() > MAX_WAIT)) {
        expired.add(client.waiting.remove().login());
      }
    }
    clients.values().removeIf(client -> !client.running && client.waiting.isEmpty());
    return expired;
  }

  /** All that wait, and all that come later, are {@link PasswordResult#BUSY}. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    expired().forEach(late -> finish(late, PasswordResult.BUSY));
  }

  private static void finish(Login login, PasswordResult result) {
    try {
      login.then().accept(result);
    } catch (RuntimeException e) {
      log.atDebug().setCause(e).log("no answer to a login"); // such as when the server stops
    }
  }
}
