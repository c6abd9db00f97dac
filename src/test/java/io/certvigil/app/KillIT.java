package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.Behaviour;
import io.certvigil.demo.Estate;
import io.certvigil.demo.Held;
import io.certvigil.demo.Limits;
import io.certvigil.demo.SimulatedCloudflare;
import io.certvigil.demo.WebhookReceiver;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real daemon, killed with SIGKILL at random moments and at every named one, while certificates
 * cross their rungs, are renewed and revoked, and the receiver loses 7 % of its acknowledgements.
 *
 * <p>{@code -Dcertvigil.kills=1000 -Dcertvigil.seed=N}
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("certvigil.kills", 20);
  private static final long SEED = Long.getLong("certvigil.seed", 20261121);
  private static final int[] DAYS = {60, 30, 14, 7, 3, 1};
  private static final String CONFIG =
      """
      watch: [ { credential: main, every: 1s } ]
      log: { level: info }
      """;

  @TempDir Path folder;

  private final Clock clock = Clock.systemUTC();
  private final Random random = new Random(SEED);

  @Test
  void nothingIsLostOrDecidedTwice_howeverOftenItIsKilled() throws Exception {
    System.out.printf("certvigil.kills=%d certvigil.seed=%d%n", KILLS, SEED);
    var estate = crowded(400 + 20 * KILLS);

    try (var world = new World(folder, estate, clock)) {
      for (int kill = 0; kill < KILLS; kill++) {
        world.daemon.begin();
        world.live(Duration.ofMillis(800 + random.nextInt(4_000)));
        world.daemon.kill();
      }
      var history = world.drain();

      System.out.println(history);
      assertThat(history.events()).isGreaterThan(KILLS);
      assertThat(history.open()).isZero();
      assertThat(history.lost()).isZero();
      assertThat(history.decidedTwice()).isZero();
      assertThat(history.outOfOrder()).isZero();
      assertThat(history.differentCopies()).isZero();
      assertThat(history.integrity()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit.before",
        "commit.inside",
        "commit.after",
        "compose.inside",
        "claim.after",
        "send.after",
        "settle.before",
        "migration.inside",
      })
  void nothingIsLostOrDecidedTwice_whenItDiesAt(String moment) throws Exception {
    try (var world = new World(folder, crowded(60), clock)) {
      world.daemon.option("-Dcertvigil.crashpoint=" + moment);
      world.daemon.begin();
      assertThat(world.daemon.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(world.daemon.process().exitValue()).isEqualTo(137);
      world.daemon.noOptions();
      var history = world.drain();

      assertThat(history.events()).isPositive();
      assertThat(history.open()).isZero();
      assertThat(history.lost()).isZero();
      assertThat(history.decidedTwice()).isZero();
      assertThat(history.outOfOrder()).isZero();
      assertThat(history.differentCopies()).isZero();
      assertThat(history.integrity()).isEqualTo("ok");
    }
  }

  /** Each certificate crosses a rung a little later than the one before. */
  private Estate crowded(int certificates) {
    var now = clock.instant();
    var estate = Estate.of(1, 5, 0, SEED, now);
    var zones = estate.zones();
    for (int i = 0; i < certificates; i++) {
      var end = now.plus(Duration.ofDays(DAYS[i % DAYS.length])).plusMillis(150L * i);
      estate.add(certificate(zones.get(i % zones.size()), "device-" + i, end));
    }
    return estate;
  }

  private static Held certificate(Zone zone, String name, Instant end) {
    var id = "%032x".formatted(name.hashCode());
    return Held.of(
        Source.CLIENT_CERTIFICATES,
        zone.zone().id(),
        id,
        name + ".example.com",
        end.minus(Duration.ofDays(365)),
        end);
  }

  /** The daemon, and everything around it that goes on living when it dies. */
  private final class World implements AutoCloseable {
    private final Estate estate;
    private final SimulatedCloudflare cloudflare;
    private final WebhookReceiver receiver;
    private final Daemon daemon;

    World(Path folder, Estate estate, Clock clock) {
      this.estate = estate;
      cloudflare = SimulatedCloudflare.start(estate, Limits.none(), clock);
      receiver = WebhookReceiver.start(Daemon.HOOK_SECRET, clock);
      receiver.behave(new Behaviour.LoseEvery(14));
      daemon = new Daemon(folder, cloudflare, receiver, CONFIG);
    }

    /** Time goes on for a while, and certificates are renewed and revoked in it. */
    void live(Duration how) throws InterruptedException {
      var end = System.nanoTime() + how.toNanos();
      while (System.nanoTime() < end) {
        var zones = estate.zones();
        var list =
            estate.list(
                Source.CLIENT_CERTIFICATES, zones.get(random.nextInt(zones.size())).zone().id());
        var held = list.get(random.nextInt(list.size()));
        if (random.nextInt(10) == 0) {
          estate.revoke(held.id(), clock.instant());
        } else if (random.nextInt(3) == 0) {
          var later = clock.instant().plus(Duration.ofDays(90)).plusMillis(random.nextInt(20_000));
          estate.renew(held.id(), clock.instant(), later);
        } else {
          var rung = Duration.ofDays(DAYS[random.nextInt(DAYS.length)]);
          var soon = clock.instant().plus(rung).plusMillis(random.nextInt(3_000));
          estate.renew(held.id(), soon.minus(Duration.ofDays(365)), soon);
        }
        TimeUnit.MILLISECONDS.sleep(50); // the pace of the world, not a wait for anything
      }
    }

    /**
     * A daemon that is left alone until nothing is open any more. Certificates go on crossing their
     * rungs, so it may have decided something in its last moments: then it gets another turn.
     */
    History drain() throws Exception {
      receiver.behave(new Behaviour.Acknowledge());
      var history = turn();
      for (int turns = 1; history.open() > 0 && turns < 20; turns++) {
        history = turn();
      }
      return history;
    }

    private History turn() throws Exception {
      daemon.start();
      await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1)).until(this::quiet);
      assertThat(daemon.terminate()).isZero();
      try (var database = daemon.connect()) {
        return History.of(database, receiver.received());
      }
    }

    private boolean quiet() throws SQLException {
      return openNow() == 0;
    }

    private long openNow() throws SQLException {
      try (var database = daemon.connect();
          var statement = database.createStatement();
          var row =
              statement.executeQuery(
                  """
                  SELECT (SELECT count(*) FROM delivery WHERE closed_at IS NULL)
                       + (SELECT count(*) FROM event
                          WHERE position > (SELECT min(mark) FROM channel))
                       + (SELECT count(*) FROM scope WHERE complete_at IS NULL)
                  """)) {
        return row.next() ? row.getLong(1) : 1;
      }
    }

    @Override
    public void close() {
      daemon.close();
      receiver.close();
      cloudflare.close();
    }
  }
}
