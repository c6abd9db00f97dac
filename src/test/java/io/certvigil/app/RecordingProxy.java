package io.certvigil.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy between the daemon and Cloudflare that records requests and responses. */
final class RecordingProxy implements AutoCloseable {
  private final URI base;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();

  /**
   * One request and its response.
   *
   * @param target path below the base, with its query
   */
  record Exchange(String method, URI target, int status, String type, String body) {}

  private RecordingProxy(URI base) throws IOException {
    this.base = base;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Forwards everything to this base URL. */
  static RecordingProxy of(URI base) throws IOException {
    return new RecordingProxy(base);
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + base.getPath());
  }

  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var to = base.resolve(exchange.getRequestURI().toString());
      var request = HttpRequest.newBuilder(to);
      request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody());
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null) {
        request.header("Authorization", authorization);
      }
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      var type = answer.headers().firstValue("Content-Type").orElse("");
      var below = exchange.getRequestURI().toString().substring(base.getPath().length());
      exchanges.add(
          new Exchange(
              exchange.getRequestMethod(),
              URI.create(below),
              answer.statusCode(),
              type,
              new String(answer.body(), StandardCharsets.UTF_8)));
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
