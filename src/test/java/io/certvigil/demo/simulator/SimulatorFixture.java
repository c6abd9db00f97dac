package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.FixedClock;
import io.certvigil.model.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A simulated Cloudflare, a client for it, and a fixed clock. */
final class SimulatorFixture implements AutoCloseable {
  final FixedClock clock = new FixedClock();
  final SimulatedEstate estate;
  private final InjectedFaults faults = new InjectedFaults();
  final SimulatedCloudflare cloudflare;
  private final HttpClient client = HttpClient.newBuilder().build();

  SimulatorFixture(SimulatedEstate estate) {
    this(estate, RateLimits.none());
  }

  SimulatorFixture(SimulatedEstate estate, RateLimits limits) {
    this.estate = estate;
    this.cloudflare = SimulatedCloudflare.start(estate, limits, clock, faults);
  }

  /** Two accounts with one zone each, of 23 client certificates. */
  static SimulatorFixture small() {
    return new SimulatorFixture(UniformEstate.of(2, 2, 23, 1, FixedClock.TODAY));
  }

  String zone() {
    return estate.zones().getFirst().zone().id();
  }

  String account() {
    return estate.accounts().getFirst().id();
  }

  String clientCertificates() {
    return "/zones/" + zone() + "/client_certificates";
  }

  InjectedFaults faults() {
    return faults;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(request(path).method(method, BodyPublishers.ofString(body)).build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    return anonymous(path).header("Authorization", "Bearer " + SimulatedCloudflare.TOKEN.reveal());
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create(cloudflare.baseUrl() + path))
        .timeout(Duration.ofSeconds(20));
  }

  JsonObject json(String path) throws IOException, InterruptedException {
    return json(get(path));
  }

  List<JsonElement> items(String path) throws IOException, InterruptedException {
    return json(path).getAsJsonArray("result").asList();
  }

  List<String> ids(String path) throws IOException, InterruptedException {
    return items(path).stream()
        .map(item -> item.getAsJsonObject().get("id").getAsString())
        .toList();
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  static int code(HttpResponse<String> response) {
    JsonArray errors = json(response).getAsJsonArray("errors");
    return errors.get(0).getAsJsonObject().get("code").getAsInt();
  }

  static String text(JsonObject json, String field) {
    return json.get(field).getAsString();
  }

  /** A certificate with a lifetime of a year that expires in ten days. */
  static SimulatedCertificate certificate(Source source, String owner, String id, String name) {
    var end = FixedClock.TODAY.plus(Duration.ofDays(10));
    return SimulatedCertificate.of(source, owner, id, name, end.minus(Duration.ofDays(365)), end);
  }

  static int info(JsonObject body, String field) {
    return body.getAsJsonObject("result_info").get(field).getAsInt();
  }

  @Override
  public void close() {
    client.shutdownNow();
    cloudflare.close();
  }
}
