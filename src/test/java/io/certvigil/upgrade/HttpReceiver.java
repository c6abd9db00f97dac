package io.certvigil.upgrade;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receivers for Slack, Alertmanager and PagerDuty on loopback, each with its own path. */
final class HttpReceiver implements AutoCloseable {
  static final String SLACK = "/slack";
  static final String ALERTMANAGER = "/am/api/v2/alerts";
  static final String PAGERDUTY = "/pager";
  private static final int UNAVAILABLE = 503;

  /** A request to a path. */
  private record Request(String path, String body) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile boolean down;

  HttpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(SLACK, 200, "ok");
    answer(ALERTMANAGER, 200, "");
    answer(PAGERDUTY, 202, "{\"status\":\"success\"}");
    server.start();
  }

  private void answer(String path, int status, String words) {
    server.createContext(
        path,
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(new Request(path, body));
          reply(exchange, down ? UNAVAILABLE : status, down ? "" : words);
        });
  }

  private static void reply(HttpExchange exchange, int status, String words) throws IOException {
    var bytes = words.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers every request with 503 from now on, or normally again. */
  void down(boolean unavailable) {
    down = unavailable;
  }

  /** The bodies received on this path, in order of arrival. */
  List<String> received(String path) {
    return requests.stream().filter(one -> one.path().equals(path)).map(Request::body).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
