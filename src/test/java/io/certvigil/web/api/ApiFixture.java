package io.certvigil.web.api;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Silence;
import io.certvigil.store.Store;
import io.certvigil.web.Web;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.FixedFigures;
import io.certvigil.web.site.InstallationInfo;
import io.certvigil.web.site.MetricsExposition;
import io.certvigil.web.site.MinimalDaemon;
import io.certvigil.web.site.SiteContent;
import io.certvigil.web.site.SiteContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server with a store that a test fills, and a client for its API. */
final class ApiFixture implements AutoCloseable {
  static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");
  static final WatchedScope SHOP = zone("z1", "shop.example", "platform");
  static final WatchedScope PAY = zone("z2", "pay.example", "payments");

  final Store store;
  private final Web web;
  private final HttpClient client = HttpClient.newHttpClient();

  ApiFixture(Path folder) {
    var file = folder.resolve("certvigil.db");
    store =
        Store.open(
            new io.certvigil.store.StoreSettings(file, Duration.ofDays(730), Duration.ofDays(90)));
    var settings =
        new WebSettings("127.0.0.1", 0, URI.create("https://certs.example.com/certvigil"));
    web = new Web(settings, content());
    web.start();
  }

  private SiteContent content() {
    var about = new InstallationInfo("prod-eu", "1.2.3", Set.of());
    return new SiteContent(
        new NoMetrics(),
        Optional::empty,
        List::of,
        new SiteContext(
            about, new FixedFigures(0, 0), store, new MinimalDaemon(), InstantSource.fixed(TODAY)));
  }

  private static WatchedScope zone(String id, String name, String team) {
    var scope =
        Scope.ofZone(
            Source.CLIENT_CERTIFICATES, new ResourceRef("a1", "acme"), new ResourceRef(id, name));
    return new WatchedScope(scope, "main", "main", Duration.ofHours(1), Map.of("team", team));
  }

  static Certificate certificate(String id, String status, Duration left) {
    return certificate(id, id + ".example", status, left);
  }

  static Certificate certificate(String id, String name, String status, Duration left) {
    var end = TODAY.plus(left);
    return new Certificate(
        id,
        name,
        status,
        null,
        false,
        Expiry.on(end),
        new X509Fields(end.minus(Duration.ofDays(365)), "CA", "3b", "ab".repeat(32), List.of(name)),
        Map.of("organization", "Acme"));
  }

  void read(WatchedScope watched, Instant now, Certificate... certificates) {
    store
        .readings()
        .commit(
            watched,
            new Reading.Complete(watched.scope(), List.of(certificates)),
            new Policy(io.certvigil.policy.PolicySettings.DEFAULTS),
            now);
  }

  void fail(WatchedScope watched, Instant now) {
    store
        .readings()
        .commit(
            watched,
            new Reading.Failed(watched.scope(), new Fault(FaultReason.HTTP_5XX, "502")),
            new Policy(io.certvigil.policy.PolicySettings.DEFAULTS),
            now);
  }

  void silence(String id, Duration fromNow, Duration untilNow) {
    var match = new Matcher("", "shop.*", "", "", Map.of());
    store
        .silences()
        .add(
            new Silence(
                id, "", match, TODAY.plus(fromNow), TODAY.plus(untilNow), "ann", "why", TODAY));
  }

  HttpResponse<String> get(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  HttpResponse<String> head(String path) {
    var uri = URI.create("http://127.0.0.1:" + web.port() + path);
    return send(HttpRequest.newBuilder(uri).HEAD().build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  JsonObject json(String path) {
    return JsonParser.parseString(get(path).body()).getAsJsonObject();
  }

  @Override
  public void close() {
    client.close();
    web.close();
    store.close();
  }

  private static final class NoMetrics implements MetricsExposition {
    @Override
    public String contentType(@Nullable String accept) {
      return "text/plain";
    }

    @Override
    public void write(OutputStream out, @Nullable String accept, boolean gzip) {
      // nothing is measured here
    }
  }
}
