package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Measures scrapes of a page with every certificate, compared with nginx and the same bytes. */
final class ScrapeBenchmark implements AutoCloseable {
  private static final int PAIRS = 15;
  private static final int SCRAPERS = 8;
  private static final int AT_REST = 100;
  private static final String PLAIN = "identity";
  private static final String GZIP = "gzip";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI metrics;

  ScrapeBenchmark(DaemonProcess daemon) {
    metrics = Objects.requireNonNull(daemon.web()).resolve("metrics");
  }

  /** Alternates between both, so that the conditions are the same. */
  void compareWithNginx(Path folder) throws IOException, InterruptedException {
    if (!NginxServer.isInstalled()) {
      System.out.println("not compared: nginx is missing (Debian package nginx-light)");
      return;
    }
    try (var nginx = new NginxServer(folder, body(PLAIN), body(GZIP))) {
      compare(PLAIN, nginx);
      compare(GZIP, nginx);
    }
  }

  private byte[] body(String encoding) throws IOException, InterruptedException {
    return client.send(request(metrics, encoding), BodyHandlers.ofByteArray()).body();
  }

  private void compare(String encoding, NginxServer nginx)
      throws IOException, InterruptedException {
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    for (int pair = 0; pair < PAIRS; pair++) {
      ours.add(millis(metrics, encoding));
      theirs.add(millis(nginx.uri(), encoding));
    }
    System.out.printf(
        "%s, median of %d pairs: %.0f ms, nginx %.0f ms: %.2f%n",
        encoding, PAIRS, at(ours, 0.5), at(theirs, 0.5), at(ours, 0.5) / at(theirs, 0.5));
  }

  /** Reads the whole page and discards it. */
  private double millis(URI uri, String encoding) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var response = client.send(request(uri, encoding), BodyHandlers.discarding());
    assertThat(response.statusCode()).isEqualTo(200);
    return (System.nanoTime() - begin) / 1e6;
  }

  private static HttpRequest request(URI uri, String encoding) {
    return HttpRequest.newBuilder(uri).header("Accept-Encoding", encoding).build();
  }

  /** Several at the same time. */
  void concurrent() throws Exception {
    var times = new ArrayList<Double>();
    Callable<Double> scrape = () -> millis(metrics, GZIP);
    try (var threads = Executors.newFixedThreadPool(SCRAPERS)) {
      for (int round = 0; round < AT_REST / SCRAPERS; round++) {
        for (var one : threads.invokeAll(Collections.nCopies(SCRAPERS, scrape))) {
          times.add(one.get());
        }
      }
    }
    print(SCRAPERS + " at once", times);
  }

  /** One by one while the daemon is idle. */
  void idle() throws IOException, InterruptedException {
    var times = new ArrayList<Double>();
    for (int scrape = 0; scrape < AT_REST; scrape++) {
      times.add(millis(metrics, GZIP));
    }
    print("at rest", times);
  }

  /** One by one while this condition holds. */
  void during(String what, BooleanSupplier still) throws IOException, InterruptedException {
    var times = new ArrayList<Double>();
    while (still.getAsBoolean()) {
      times.add(millis(metrics, GZIP));
    }
    print(what, times);
  }

  private static void print(String when, List<Double> times) {
    System.out.printf(
        "%d scrapes %s: median %.0f ms, p99 %.0f ms, slowest %.0f ms%n",
        times.size(), when, at(times, 0.5), at(times, 0.99), at(times, 1));
  }

  private static double at(List<Double> times, double share) {
    var sorted = times.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  @Override
  public void close() {
    client.close();
  }
}
