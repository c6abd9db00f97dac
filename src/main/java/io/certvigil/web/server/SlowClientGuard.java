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
 * Everybody who is connected: nobody keeps others out by being slow. An idle timeout alone is
 * escaped by a byte now and then, so here the whole of a request and the whole of an answer have a
 * time, and in a crowd whoever has waited longest without asking, or reads its answer slowest,
 * makes room for who comes.
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

  /** One connection; from when it waits for a request, or for the end of its answer. */
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

    /** Whether it is it who is waited for, and not we. */
    boolean waitsForClient() {
      return !responding
          || (endPoint instanceof AbstractEndPoint end && end.getWriteFlusher().isPending());
    }
  }

  /** As it was when it was looked at: it goes on meanwhile. */
  private record ConnectionAge(ClientConnection client, boolean responding, long phaseNanos) {
    static ConnectionAge of(ClientConnection guest) {
      return new ConnectionAge(guest, guest.responding, guest.phaseNanos());
    }

    boolean pastMinimumTime() {
      return phaseNanos > (responding ? MIN_RESPONSE_TIME : MIN_REQUEST_TIME).toNanos();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    var wire = connection.getEndPoint();
    if (wire instanceof EndPoint.Wrapper) {
      return; // what TLS carries: the connection below was here already
    }
    clients.put(wire, new ClientConnection(wire));
    evictSlowest();
    scheduleCheck();
  }

  @Override
  public void onClosed(Connection connection) {
    clients.remove(connection.getEndPoint());
  }

  /** The header of a request is there whole. */
  Request requestReceived(Request request) {
    var guest =
        clients.get(networkEndPoint(request.getConnectionMetaData().getConnection().getEndPoint()));
    if (guest != null) {
      guest.startPhase(true);
      Request.addCompletionListener(request, failure -> guest.startPhase(false));
    }
    return request;
  }

  private static EndPoint networkEndPoint(EndPoint end) {
    return end instanceof EndPoint.Wrapper wrapper ? networkEndPoint(wrapper.unwrap()) : end;
  }

  /** But everybody gets some time to ask and to read: on a busy machine that takes a while. */
  private void evictSlowest() {
    int tooMany = clients.size() - limits.evictionThreshold();
    if (tooMany > 0) {
      clients.values().stream()
          .filter(ClientConnection::waitsForClient)
          .map(ConnectionAge::of)
          .filter(ConnectionAge::pastMinimumTime)
          .sorted(SLOWEST_FIRST)
          .limit(tooMany)
          .forEach(waiting -> close(waiting.client(), "makes room"));
    }
  }

  /** Each second while somebody is here. */
  private void scheduleCheck() {
    if (checkScheduled.compareAndSet(false, true)) {
      scheduler.schedule(this::checkAll, 1, TimeUnit.SECONDS);
    }
  }

  private void checkAll() {
    checkScheduled.set(false);
    clients.values().stream()
        .filter(guest -> guest.phaseNanos() > limit(guest).toNanos())
        .forEach(guest -> close(guest, "too slow"));
    evictSlowest();
    if (!clients.isEmpty()) {
      scheduleCheck();
    }
  }

  private Duration limit(ClientConnection guest) {
    return guest.responding ? limits.responseTime() : limits.requestTime();
  }

  private static void close(ClientConnection guest, String why) {
    log.atDebug()
        .addKeyValue("from", guest.endPoint.getRemoteSocketAddress())
        .addKeyValue("why", why)
        .log("connection closed");
    guest.endPoint.close();
  }
}
