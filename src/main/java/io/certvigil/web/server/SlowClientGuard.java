package io.certvigil.web.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections of slow clients, so that they cannot block others. An idle timeout alone is
 * not enough: a client escapes it by sending a byte now and then. So each request and each response
 * has a time limit as a whole, and near the limit of connections a new one evicts the clients that
 * have sent no request for longest, then those that read their response slowest.
 */
final class SlowClientGuard implements Connection.Listener {
  private static final Logger log = LoggerFactory.getLogger(SlowClientGuard.class);
  private static final Duration MIN_REQUEST_TIME = Duration.ofSeconds(1);
  private static final Duration MIN_RESPONSE_TIME = Duration.ofSeconds(5);
  private static final Comparator<ConnectionAge> SLOWEST_FIRST =
      Comparator.comparing(ConnectionAge::responding)
          .thenComparing(Comparator.comparingLong(ConnectionAge::phaseNanos).reversed());

  private final ClientLimits limits;
  private final Scheduler scheduler;
  private final Map<EndPoint, ClientConnection> clients = new ConcurrentHashMap<>();
  private final AtomicBoolean checkScheduled = new AtomicBoolean();

  SlowClientGuard(ClientLimits limits, Scheduler scheduler) {
    this.limits = limits;
    this.scheduler = scheduler;
  }

  /**
   * One connection; since when the server waits for its request, or for the end of its response.
   */
  private static final class ClientConnection {
    private final EndPoint endPoint;
    private volatile boolean responding;
    private volatile long phaseStart = System.nanoTime();

    ClientConnection(EndPoint wire) {
      this.endPoint = wire;
    }

    void startPhase(boolean toAnswer) {
      responding = toAnswer;
      phaseStart = System.nanoTime();
    }

    long phaseNanos() {
      return System.nanoTime() - phaseStart;
    }

    /** True if the server is waiting for this client. */
    boolean waitsForClient() {
      return !responding
          || (endPoint instanceof AbstractEndPoint end && end.getWriteFlusher().isPending());
    }
  }

  /** A snapshot of a connection for sorting, since its state changes concurrently. */
  private record ConnectionAge(ClientConnection client, boolean responding, long phaseNanos) {
    static ConnectionAge of(ClientConnection client) {
      return new ConnectionAge(client, client.responding, client.phaseNanos());
    }

    boolean pastMinimumTime() {
      return phaseNanos > (responding ? MIN_RESPONSE_TIME : MIN_REQUEST_TIME).toNanos();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    var wire = connection.getEndPoint();
    if (wire instanceof EndPoint.Wrapper) {
      return; // the connection inside TLS: the network connection below it is already registered
    }
    clients.put(wire, new ClientConnection(wire));
    evictSlowest();
    scheduleCheck();
  }

  @Override
  public void onClosed(Connection connection) {
    clients.remove(connection.getEndPoint());
  }

  /** To be called when the header of a request is complete. */
  Request requestReceived(Request request) {
    var client =
        clients.get(networkEndPoint(request.getConnectionMetaData().getConnection().getEndPoint()));
    if (client != null) {
      client.startPhase(true);
      Request.addCompletionListener(request, failure -> client.startPhase(false));
    }
    return request;
  }

  private static EndPoint networkEndPoint(EndPoint end) {
    return end instanceof EndPoint.Wrapper wrapper ? networkEndPoint(wrapper.unwrap()) : end;
  }

  /**
   * Spares clients within a minimum time, since requests and responses are slow on a busy machine.
   */
  private void evictSlowest() {
    int tooMany = clients.size() - limits.evictionThreshold();
    if (tooMany > 0) {
      clients.values().stream()
          .filter(ClientConnection::waitsForClient)
          .map(ConnectionAge::of)
          .filter(ConnectionAge::pastMinimumTime)
          .sorted(SLOWEST_FIRST)
          .limit(tooMany)
          .forEach(waiting -> close(waiting.client(), "evicted for a new connection"));
    }
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
        .filter(client -> client.phaseNanos() > limit(client).toNanos())
        .forEach(client -> close(client, "too slow"));
    evictSlowest();
    if (!clients.isEmpty()) {
      scheduleCheck();
    }
  }

  private Duration limit(ClientConnection client) {
    return client.responding ? limits.responseTime() : limits.requestTime();
  }

  private static void close(ClientConnection client, String why) {
    log.atDebug()
        .addKeyValue("from", client.endPoint.getRemoteSocketAddress())
        .addKeyValue("why", why)
        .log("connection closed");
    client.endPoint.close();
  }
}
