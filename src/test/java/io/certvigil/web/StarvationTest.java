package io.certvigil.web;

import static io.certvigil.web.site.SiteFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.EmptyExposition;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.SiteContent;
import io.certvigil.web.site.SiteFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Expensive requests and clients that read nothing, at the same time and without a pause: health,
 * metrics, and the daemon's own work on virtual threads go on. The figures of the issue: {@code
 * -Dcertvigil.certificates=100000 -Dcertvigil.rounds=60}, to be compared with {@code BENCH} lines.
 */
@Timeout(900)
class StarvationTest {
  private static final int CERTIFICATES = Integer.getInteger("certvigil.certificates", 3_000);
  private static final int ROUNDS = Integer.getInteger("certvigil.rounds", 10);
  private static final int PER_ZONE = 1_000;
  private static final List<String> EXPENSIVE =
      List.of(
          "/calendar.ics?zone=*",
          "/export.csv?as_of=1h",
          "/alerts?q=nothing",
          "/certificates?q=nothing",
          "/api/v1/certificates?q=c&limit=1000",
          "/api/v1/certificates?as_of=1h&limit=1000");

  @TempDir private Path folder;
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> attackers = new ArrayList<>();

  /** What an operator sees. */
  private record Figures(
      double health, double metrics, double worst, double commit, double tick, long megabytes) {
    String line(String when) {
      return "BENCH %-6s health %.0f ms, metrics %.0f ms, worst %.0f ms, commit of %d %.0f ms, tick %.0f ms, heap %d MB"
          .formatted(when, health, metrics, worst, PER_ZONE, commit, tick, megabytes);
    }
  }

  @Test
  void attackedDaemon_keepsWorking() throws Exception {
    try (var site = new SiteFixture(folder);
        var web = served(site);
        var client = HttpClient.newHttpClient()) {
      fill(site);
      web.start();
      var rest = measure(site, web, client);
      attack(web);
      var attacked = measure(site, web, client);
      over.set(true);
      for (var attacker : attackers) {
        attacker.join();
      }
      report(rest.line("rest"));
      report(attacked.line("attack"));
      report("BENCH answers to the attack: " + new TreeMap<>(statuses));

      assertThat(statuses.keySet()).isSubsetOf(200, 503);
      assertThat(statuses).containsKey(200);
    }
  }

  @SuppressWarnings("SystemOut")
  private static void report(String line) {
    System.out.println(line);
  }

  private static Web served(SiteFixture site) {
    return new Web(
        new WebSettings("127.0.0.1", 0, null),
        new SiteContent(
            new EmptyExposition(),
            Optional::empty,
            _ -> List.of(),
            site.context(FixedDaemon.MINIMAL)));
  }

  private static void fill(SiteFixture site) {
    for (int zone = 0; zone < CERTIFICATES / PER_ZONE; zone++) {
      site.read(
          SiteFixture.zone("z" + zone, "zone-" + zone + ".example", "platform"),
          TODAY.minus(Duration.ofDays(1)),
          certificates(zone, "active"));
    }
  }

  private static Certificate[] certificates(int zone, String status) {
    return IntStream.range(0, PER_ZONE)
        .mapToObj(
            number -> {
              var name = "c-" + zone + "-" + number + ".example";
              return SiteFixture.certificate(name, name, status, Duration.ofDays(number % 900));
            })
        .toArray(Certificate[]::new);
  }

  private Figures measure(SiteFixture site, Web web, HttpClient client) throws Exception {
    var health = new ArrayList<Double>();
    var metrics = new ArrayList<Double>();
    var commits = new ArrayList<Double>();
    var tick = new AtomicLong();
    var measured = new AtomicBoolean();
    var daemon = Thread.ofVirtual().start(() -> tick(tick, measured));
    long memory = 0;
    for (int round = 0; round < ROUNDS; round++) {
      health.add(millis(client, web, "/-/healthy"));
      metrics.add(millis(client, web, "/metrics"));
      long begin = System.nanoTime();
      var list = SiteFixture.zone("z0", "zone-0.example", "platform");
      site.read(list, TODAY, certificates(0, round % 2 == 0 ? "active" : "revoked"));
      commits.add((System.nanoTime() - begin) / 1e6);
      var runtime = Runtime.getRuntime();
      memory = Math.max(memory, runtime.totalMemory() - runtime.freeMemory());
    }
    measured.set(true);
    daemon.join();
    double worst = health.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return new Figures(
        median(health), median(metrics), worst, median(commits), tick.get() / 1e6, memory >> 20);
  }

  /** Stands for the watchdog: how late a virtual thread wakes up at the worst. */
  private static void tick(AtomicLong worst, AtomicBoolean over) {
    try {
      while (!over.get()) {
        long begin = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(50);
        long late = System.nanoTime() - begin - TimeUnit.MILLISECONDS.toNanos(50);
        worst.accumulateAndGet(late, Math::max);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double millis(HttpClient client, Web web, String path) throws Exception {
    long begin = System.nanoTime();
    var uri = URI.create(web.url()).resolve(path);
    var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return (System.nanoTime() - begin) / 1e6;
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private void attack(Web web) {
    for (int number = 0; number < 30; number++) {
      int first = number;
      attackers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = first; !over.get(); i++) {
                      request(web, EXPENSIVE.get(i % EXPENSIVE.size()));
                    }
                  }));
    }
    attackers.add(Thread.ofPlatform().start(() -> readNothing(web)));
  }

  private void request(Web web, String path) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
      socket.setSoTimeout(120_000);
      send(socket, path);
      var in = socket.getInputStream();
      var begin = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
      if (begin.length() == 12) {
        statuses
            .computeIfAbsent(Integer.valueOf(begin.substring(9)), _ -> new AtomicInteger())
            .incrementAndGet();
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // thrown out
    }
  }

  private static void send(Socket socket, String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** 230 connections from 10 addresses, replaced all the time. */
  private void readNothing(Web web) {
    var open = new ArrayList<Socket>();
    try {
      for (int i = 0; !over.get(); i++) {
        var socket = new Socket();
        open.add(socket);
        try {
          socket.setReceiveBufferSize(8 * 1024);
          socket.bind(new InetSocketAddress("127.0.0." + (2 + i % 10), 0));
          socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), web.port()));
          send(socket, i % 2 == 0 ? "/export.csv" : "/api/v1/certificates?limit=1000");
        } catch (IOException e) {
          // thrown out
        }
        if (open.size() > 230) {
          open.removeFirst().close();
          TimeUnit.MILLISECONDS.sleep(10);
        }
      }
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      // thrown out
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
