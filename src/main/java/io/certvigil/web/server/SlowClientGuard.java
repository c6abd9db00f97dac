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
  private static final Duration TO_ASK = Duration.ofSeconds(1);
  private static final Duration TO_READ = Duration.ofSeconds(5);
  private static final Comparator<Waiting> SLOWEST_FIRST =
      Comparator.comparing(Waiting::answered)
          .thenComparing(Comparator.comparingLong(Waiting::age).reversed());

  private final ClientLimits limits;
  private final Scheduler scheduler;
  private final Map<EndPoint, Guest> guests = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  SlowClientGuard(ClientLimits limits, Scheduler scheduler) {
    this.limits = limits;
    this.scheduler = scheduler;
  }

  /** One connection; from when it waits for a request, or for the end of its answer. */
  private static final class Guest {
    private final EndPoint wire;
    private volatile boolean answered;
    private volatile long since = System.nanoTime();

    Guest(EndPoint wire) {
      this.wire = wire;
    }

    void turns(boolean toAnswer) {
      answered = toAnswer;
      since = System.nanoTime();
    }

    long age() {
      return System.nanoTime() - since;
    }

    /** Whether it is it who is waited for, and not we. */
    boolean slow() {
      return !answered
          || (wire instanceof AbstractEndPoint end && end.getWriteFlusher().isPending());
    }
  }

  /** As it was when it was looked at: it goes on meanwhile. */
  private record Waiting(Guest guest, boolean answered, long age) {
    static Waiting of(Guest guest) {
      return new Waiting(guest, guest.answered, guest.age());
    }

    boolean hadItsTime() {
      return age > (answered ? TO_READ : TO_ASK).toNanos();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    var wire = connection.getEndPoint();
    if (wire instanceof EndPoint.Wrapper) {
      return; // what TLS carries: the connection below was here already
    }
    guests.put(wire, new Guest(wire));
    makeRoom();
    look();
  }

  @Override
  public void onClosed(Connection connection) {
    guests.remove(connection.getEndPoint());
  }

  /** The header of a request is there whole. */
  Request asks(Request request) {
    var guest = guests.get(wire(request.getConnectionMetaData().getConnection().getEndPoint()));
    if (guest != null) {
      guest.turns(true);
      Request.addCompletionListener(request, failure -> guest.turns(false));
    }
    return request;
  }

  private static EndPoint wire(EndPoint end) {
    return end instanceof EndPoint.Wrapper wrapper ? wire(wrapper.unwrap()) : end;
  }

  /** But everybody gets some time to ask and to read: on a busy machine that takes a while. */
  private void makeRoom() {
    int tooMany = guests.size() - limits.crowded();
    if (tooMany > 0) {
      guests.values().stream()
          .filter(Guest::slow)
          .map(Waiting::of)
          .filter(Waiting::hadItsTime)
          .sorted(SLOWEST_FIRST)
          .limit(tooMany)
          .forEach(waiting -> close(waiting.guest(), "makes room"));
    }
  }

  /** Each second while somebody is here. */
  private void look() {
    if (looking.compareAndSet(false, true)) {
      scheduler.schedule(this::lookNow, 1, TimeUnit.SECONDS);
    }
  }

  private void lookNow() {
    looking.set(false);
    guests.values().stream()
        .filter(guest -> guest.age() > limit(guest).toNanos())
        .forEach(guest -> close(guest, "too slow"));
    makeRoom();
    if (!guests.isEmpty()) {
      look();
    }
  }

  private Duration limit(Guest guest) {
    return guest.answered ? limits.answer() : limits.asking();
  }

  private static void close(Guest guest, String why) {
    log.atDebug()
        .addKeyValue("from", guest.wire.getRemoteSocketAddress())
        .addKeyValue("why", why)
        .log("connection closed");
    guest.wire.close();
  }
}
