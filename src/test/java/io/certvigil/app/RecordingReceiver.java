package io.certvigil.app;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * PagerDuty at {@code /pd}, where each routing key is a receiver, and webhooks at every other path.
 * It records what it accepts, in order of arrival.
 */
final class RecordingReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final Set<String> down = ConcurrentHashMap.newKeySet();
  private final CountDownLatch held = new CountDownLatch(1);
  private volatile CountDownLatch release = new CountDownLatch(0);

  /**
   * What a receiver was told of one alert.
   *
   * @param receiver the first two letters of the routing key, or the path
   * @param thread the dedup key, or the key of the alert
   * @param event the id of the event; empty if there is none
   * @param alert the key of the alert; empty if PagerDuty is told of no event
   */
  record Told(String receiver, boolean fires, String thread, String event, String alert) {
    String line() {
      return receiver + (fires ? " fires" : " ends");
    }
  }

  RecordingReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** A routing key whose receiver is named by two letters. */
  static String routingKey(String receiver) {
    return receiver + "0".repeat(32 - receiver.length());
  }

  /** This receiver answers 503 from now on, or accepts again. */
  void down(String receiver, boolean unavailable) {
    if (unavailable) {
      down.add(receiver);
    } else {
      down.remove(receiver);
    }
  }

  /** Answers nothing from now on, until {@link #answer}. */
  void hold() {
    release = new CountDownLatch(1);
  }

  /** Waits until a request has arrived that is not answered. */
  void awaitHeld() throws InterruptedException {
    held.await();
  }

  void answer() {
    release.countDown();
  }

  private void waitForAnswer() throws IOException {
    if (release.getCount() > 0) {
      held.countDown();
    }
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    waitForAnswer();
    var body = JsonParser.parseString(text).getAsJsonObject();
    var path = exchange.getRequestURI().getPath();
    var all = path.equals("/pd") ? List.of(incident(body)) : events(path.substring(1), body);
    boolean accepts = all.stream().noneMatch(one -> down.contains(one.receiver()));
    if (accepts) {
      told.addAll(all);
    }
    exchange.sendResponseHeaders(accepts ? 202 : 503, -1);
    exchange.close();
  }

  private static Told incident(JsonObject body) {
    var receiver = body.get("routing_key").getAsString().substring(0, 2);
    var details =
        body.has("payload")
            ? body.getAsJsonObject("payload").getAsJsonObject("custom_details")
            : null;
    return new Told(
        receiver,
        body.get("event_action").getAsString().equals("trigger"),
        body.get("dedup_key").getAsString(),
        details == null || !details.has("id") ? "" : details.get("id").getAsString(),
        details == null || !details.has("alert")
            ? ""
            : details.getAsJsonObject("alert").get("key").getAsString());
  }

  private static List<Told> events(String receiver, JsonObject body) {
    var all = new ArrayList<Told>();
    for (JsonElement one : body.getAsJsonObject("data").getAsJsonArray("events")) {
      var event = one.getAsJsonObject();
      var alert = event.getAsJsonObject("alert");
      var key = alert.get("key").getAsString();
      boolean fires = alert.get("state").getAsString().equals("firing");
      all.add(new Told(receiver, fires, key, event.get("id").getAsString(), key));
    }
    return all;
  }

  List<Told> told() {
    return told;
  }

  List<String> lines() {
    return told.stream().map(Told::line).toList();
  }

  @Override
  public void close() {
    answer();
    server.stop(0);
  }
}
