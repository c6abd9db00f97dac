package io.certvigil.web.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections of slow clients, so that they cannot block others. An idle timeout alone is
 * not enough: a client escapes it by sending or taking a byte now and then. So each request and
 * each answer has a time limit as a whole, and near the limit of connections a new one evicts
 * others: first of the clients that have more than their share, first those with unsent bytes,
 * first those that were waited for longest. Connections of health checks and scrapes go last.
 */
final class SlowClientGuard implements Connection.Listener, ClientConnection.HeldBytes {
  private static final Logger log = LoggerFactory.getLogger(SlowClientGuard.class);

  // Clients within these times are spared, since a busy machine is slow, unless places run out.
  private static final long SPARED_REQUEST = Duration.ofSeconds(1).toNanos();
  private static final long SPARED_UNSENT = Duration.ofSeconds(5).toNanos();
  private static final long SPARED_OVER_SHARE = Duration.ofMillis(250).toNanos();

  /** A new answer that is larger may have to go itself. */
  private static final long LARGE_BYTES = 1024 * 1024;

  private final ClientLimits limits;
  private final Scheduler scheduler;
  private final Map<EndPoint, ClientConnection> clients = new ConcurrentHashMap<>();
  private final AtomicBoolean checkScheduled = new AtomicBoolean();
  private final AtomicLong held = new AtomicLong();

  SlowClientGuard(ClientLimits limits, Scheduler scheduler) {
    this.limits = limits;
    this.scheduler = scheduler;
  }

  /** A snapshot of a connection for sorting, since its state changes concurrently. */
  private record Candidate(
      ClientConnection client, boolean overShare, boolean unsent, boolean essential, long nanos) {
    static final Comparator<Candidate> FIRST_TO_GO =
        Comparator.comparing(Candidate::essential)
            .thenComparing(Candidate::overShare, Comparator.reverseOrder())
            .thenComparing(Candidate::unsent, Comparator.reverseOrder())
            .thenComparing(Candidate::nanos, Comparator.reverseOrder());

    static final Comparator<Candidate> LEAST_SPARED =
        Comparator.comparing(Candidate::essential)
            .thenComparing(Candidate::overShare, Comparator.reverseOrder())
            .thenComparing(Candidate::used, Comparator.reverseOrder());

    /** The used part of the time for which it is spared. */
    double used() {
      long spared = overShare ? SPARED_OVER_SHARE : unsent ? SPARED_UNSENT : SPARED_REQUEST;
      return (double) nanos / spared;
    }

    boolean spared() {
      return used() < 1;
    }
  }

  @Override
  public void onOpened(Connection connection) {
    var wire = connection.getEndPoint();
    if (wire instanceof EndPoint.Wrapper) {
      return; // the connection inside TLS: the network connection below it is already registered
    }
    clients.put(wire, new ClientConnection(wire, this));
    evict();
    scheduleCheck();
  }

  @Override
  public void onClosed(Connection connection) {
    var client = clients.remove(connection.getEndPoint());
    if (client != null) {
      client.release();
    }
  }

  /** To be called when the header of a request is complete. */
  Request requestReceived(Request request) {
    var client =
        clients.get(networkEndPoint(request.getConnectionMetaData().getConnection().getEndPoint()));
    if (client != null) {
      client.beginAnswer(request, isEssential(Request.getPathInContext(request)));
      Request.addCompletionListener(request, failure -> client.endAnswer());
    }
    return request;
  }

  /** Health checks and scrapes: what tells operators that something is wrong. */
  private static boolean isEssential(String path) {
    return path.startsWith("/-/") || path.equals("/metrics");
  }

  private static EndPoint networkEndPoint(EndPoint end) {
    return end instanceof EndPoint.Wrapper wrapper ? networkEndPoint(wrapper.unwrap()) : end;
  }

  private void evict() {
    int tooMany = clients.size() - limits.evictionThreshold();
    if (tooMany > 0) {
      var candidates = candidates();
      // As long as somebody has more than its share, nobody else has to go.
      boolean shared = candidates.stream().noneMatch(Candidate::overShare);
      candidates.stream()
          .filter(candidate -> !candidate.spared() && (shared || candidate.overShare()))
          .limit(tooMany)
          .forEach(candidate -> close(candidate.client(), "evicted for a new connection"));
      int tooManyNow = clients.size() - limits.lastPlaces();
      candidates.stream()
          .filter(candidate -> candidate.spared() || !(shared || candidate.overShare()))
          .sorted(Candidate.LEAST_SPARED)
          .limit(Math.max(0, tooManyNow))
          .forEach(candidate -> close(candidate.client(), "evicted for the last places"));
    }
  }

  /** The connections whose client is waited for; the first to go first. */
  private List<Candidate> candidates() {
    var byClient =
        clients.values().stream()
            .collect(Collectors.groupingBy(ClientConnection::client, Collectors.counting()));
    // A single client, such as a proxy, may use all places.
    long share = limits.evictionThreshold() / Math.max(1, byClient.size());
    return clients.values().stream()
        .filter(ClientConnection::waitsForClient)
        .map(
            client ->
                new Candidate(
                    client,
                    byClient.size() > 1 && byClient.getOrDefault(client.client(), 0L) > share,
                    client.unsent(),
                    client.essential(),
                    client.waitNanos()))
        .sorted(Candidate.FIRST_TO_GO)
        .toList();
  }

  /** Runs the check every second while there are connections. */
  private void scheduleCheck() {
    if (checkScheduled.compareAndSet(false, true)) {
      scheduler.schedule(this::checkAll, 1, TimeUnit.SECONDS);
    }
  }

  private void checkAll() {
    checkScheduled.set(false);
    clients.values().stream()
        .filter(ClientConnection::waitsForClient)
        .filter(this::isTooSlow)
        .forEach(client -> close(client, "too slow"));
    evict();
    if (!clients.isEmpty()) {
      scheduleCheck();
    }
  }

  /** Answers that nobody takes must not fill the memory: clients over their share lose theirs. */
  @Override
  public void add(ClientConnection client, long bytes) {
    if (held.addAndGet(bytes) > limits.unsentBytes()) {
      limitHeld(client);
    }
  }

  private synchronized void limitHeld(ClientConnection current) {
    var byClient =
        clients.values().stream()
            .filter(client -> client.holds() > 0)
            .collect(
                Collectors.groupingBy(
                    ClientConnection::client, Collectors.summingLong(ClientConnection::holds)));
    long share = limits.unsentBytes() / Math.max(1, byClient.size());
    var overShare =
        candidates().stream()
            .filter(Candidate::unsent)
            .map(Candidate::client)
            .filter(client -> byClient.getOrDefault(client.client(), 0L) > share)
            .filter(client -> client != current);
    boolean large = current.holds() > LARGE_BYTES && !current.essential();
    boolean own = large && byClient.getOrDefault(current.client(), 0L) > share;
    Stream.concat(overShare, own ? Stream.of(current) : Stream.empty())
        .takeWhile(client -> held.get() > limits.unsentBytes())
        .forEach(client -> close(client, "too many unsent bytes"));
  }

  @Override
  public void release(long bytes) {
    held.addAndGet(-bytes);
  }

  private boolean isTooSlow(ClientConnection client) {
    return client.answering()
        ? client.writeNanos() > limits.responseTime().toNanos()
        : client.waitNanos() > limits.requestTime().toNanos();
  }

  private void close(ClientConnection client, String why) {
    log.atDebug().addKeyValue("from", client.remote()).addKeyValue("why", why).log("closed");
    client.release();
    client.close();
  }
}
