package io.certvigil.web.api;

import static io.certvigil.web.site.SiteFixture.TODAY;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Certificate;
import io.certvigil.model.FaultReason;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.web.Web;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.EmptyExposition;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.SiteContent;
import io.certvigil.web.site.SiteFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with a store that a test fills, and a client for its API. */
final class ApiFixture implements AutoCloseable {
  static final WatchedScope SHOP = SiteFixture.zone("z1", "shop.example", "platform");
  static final WatchedScope PAY = SiteFixture.zone("z2", "pay.example", "payments");

  private final SiteFixture site;
  private final Web web;
  private final HttpClient client = HttpClient.newHttpClient();

  ApiFixture(Path folder) {
    site = new SiteFixture(folder);
    var settings =
        new WebSettings("127.0.0.1", 0, URI.create("https://certs.example.com/certvigil"));
    var context = site.context(FixedDaemon.MINIMAL);
    web =
        new Web(
            settings,
            new SiteContent(new EmptyExposition(), Optional::empty, _ -> List.of(), context));
    web.start();
  }

  static Certificate certificate(String id, String status, Duration left) {
    return SiteFixture.certificate(id, id + ".example", status, left);
  }

  void read(WatchedScope list, Instant at, Certificate... certificates) {
    site.read(list, at, certificates);
  }

  void fail(WatchedScope list, Instant at) {
    site.fail(list, at, FaultReason.HTTP_5XX, "502");
  }

  void silence(String id, Duration fromNow, Duration untilNow) {
    var match = new Matcher("", "shop.*", "", "", Map.of());
    site.store()
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
    site.close();
  }
}
