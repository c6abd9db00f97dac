package io.certvigil.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.simulator.NodeScripts;
import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Expiry;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import io.certvigil.web.pages.overview.OverviewViews;
import io.certvigil.web.site.CachedFigures;
import io.certvigil.web.site.EmptyExposition;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.InstallationInfo;
import io.certvigil.web.site.SiteContent;
import io.certvigil.web.site.SiteContext;
import io.certvigil.web.site.SiteFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the response times of pages with 100,000 certificates to those with 100: {@code mvn -B
 * -Pbench verify -Dit.test=PagesBenchIT}.
 */
@EnabledIfSystemProperty(named = "certvigil.bench", matches = "true")
class PagesBenchIT {
  private static final int MANY = Integer.getInteger("certvigil.certificates", 100_000);
  private static final int FEW = 100;
  private static final int OF_A_ZONE = 50;
  private static final int TIMES = 30;
  private static final Instant NOW = OverviewViews.TODAY;
  private static final ResourceRef ACME = new ResourceRef("a1", "acme");
  private static final NodeScripts NODE =
      new NodeScripts(Path.of("src/test/js/pages"), Path.of("target/pages"));

  @TempDir private Path folder;

  /** A path that is requested from both servers. */
  private record BenchPage(String description, Function<ServedStore, String> path) {}

  private record ServedStore(Store store, Web web, String key) implements AutoCloseable {
    URI uri(String path) {
      return URI.create(web.url()).resolve(path);
    }

    @Override
    public void close() {
      web.close();
      store.close();
    }
  }

  @Test
  void pages_withMany_takeLittleMoreThanWithFew() throws Exception {
    try (var many = served("many", MANY);
        var few = served("few", FEW);
        var client = HttpClient.newHttpClient()) {
      NODE.install();
      var painted =
          NODE.run(
              "first-row.mjs", Map.of(), String.valueOf(TIMES), many.web().url(), few.web().url());
      report("first row painted by Chromium", painted.get(0), painted.get(1));
      for (var asked : pages()) {
        var of = asked.path();
        var slow = millis(client, many.uri(of.apply(many)));
        report(asked.description(), slow, millis(client, few.uri(of.apply(few))));
      }

      var ratio = Double.parseDouble(painted.get(0)) / Double.parseDouble(painted.get(1));
      assertThat(ratio).isLessThan(3);
    }
  }

  private static List<BenchPage> pages() {
    return List.of(
        new BenchPage("first 100", _ -> "/certificates"),
        new BenchPage("by name", _ -> "/certificates?sort=name"),
        new BenchPage("of one zone", _ -> "/certificates?zone=zone-1.example"),
        new BenchPage("search that finds one", _ -> "/certificates?q=device-77.example"),
        new BenchPage("one certificate", served -> "/certificates/" + served.key()),
        new BenchPage("overview", _ -> "/"),
        new BenchPage("alerts", _ -> "/alerts"),
        new BenchPage("changes", _ -> "/changes"),
        new BenchPage("sweeps", _ -> "/sweeps"));
  }

  @SuppressWarnings("SystemOut")
  private static void report(String what, String many, String few) {
    var ratio = Double.parseDouble(many) / Double.parseDouble(few);
    System.out.printf("BENCH %-32s %8s ms %8s ms %6.1f x%n", what, many, few, ratio);
  }

  private static String millis(HttpClient client, URI uri) throws Exception {
    var times = new ArrayList<Double>();
    for (int time = 0; time < TIMES; time++) {
      long start = System.nanoTime();
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
      times.add((System.nanoTime() - start) / 1e6);
      assertThat(answer.statusCode()).as(uri.toString()).isEqualTo(200);
    }
    return "%.1f".formatted(times.stream().sorted().toList().get(TIMES / 2));
  }

  private ServedStore served(String name, int certificates) {
    var days = Duration.ofDays(90);
    var store = Store.open(new StoreSettings(folder.resolve(name + ".db"), days, days));
    var lists = IntStream.range(0, certificates / OF_A_ZONE).mapToObj(PagesBenchIT::list).toList();
    var zones = lists.stream().map(list -> new Zone(list.scope().owner(), ACME)).toList();
    var found = new Discovery(List.of(ACME), zones, true, null);
    store.scopes().recordDiscovery("main", "main", found, lists, NOW);
    var policy = new Policy(io.certvigil.policy.PolicySettings.DEFAULTS);
    for (int zone = 0; zone < lists.size(); zone++) {
      var reading =
          new Reading.Complete(lists.get(zone).scope(), certificatesOf(zone, certificates));
      store.readings().commit(lists.get(zone), reading, policy, NOW);
    }
    var web =
        new Web(
            PORT,
            new SiteContent(
                new EmptyExposition(),
                Optional::empty,
                _ -> List.of(),
                status(store, certificates)));
    web.start();
    var key = store.inventory().find("device-7.example", NOW).getFirst().key();
    return new ServedStore(store, web, key);
  }

  private static final io.certvigil.web.server.WebSettings PORT =
      new io.certvigil.web.server.WebSettings("127.0.0.1", 0, null);

  private static WatchedScope list(int zone) {
    return SiteFixture.zone("z" + zone, "zone-" + zone + ".example", "platform");
  }

  /** Their expiry dates are spread evenly over ten years; a few have expired. */
  private static List<Certificate> certificatesOf(int zone, int all) {
    return IntStream.range(zone * OF_A_ZONE, (zone + 1) * OF_A_ZONE)
        .mapToObj(
            number -> {
              var end = NOW.plus(Duration.ofHours(number * 87_600L / all - 24));
              return new Certificate(
                  "id-" + number,
                  "device-" + number + ".example",
                  "active",
                  null,
                  false,
                  Expiry.on(end),
                  new X509Fields(end.minus(Duration.ofDays(3650)), null, null, null, List.of()),
                  Map.of());
            })
        .toList();
  }

  private static SiteContext status(Store store, int certificates) {
    var about = new InstallationInfo("bench", "0.1.0");
    return new SiteContext(
        about, new EvenFigures(certificates), store, FixedDaemon.MINIMAL, () -> NOW);
  }

  private record EvenFigures(long certificates) implements CachedFigures {
    @Override
    public long expiringBefore(Instant moment) {
      return Math.max(0, Duration.between(NOW, moment).toHours() * certificates / 87_600);
    }

    @Override
    public long firing(Severity severity) {
      return 0;
    }
  }
}
