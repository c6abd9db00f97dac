package io.certvigil.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Prometheus that scrapes every two seconds and evaluates the shipped rules. */
final class Prometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String url;

  /** One series of a result; of a range query its last value. */
  record Series(Map<String, String> labels, double value) {
    Series {
      labels = Map.copyOf(labels);
    }
  }

  Prometheus(Path folder, Collection<String> targets) throws IOException {
    url = "http://127.0.0.1:" + FreePort.any();
    var config =
        Files.writeString(
            folder.resolve("prometheus.yml"), config(targets, URI.create(url).getAuthority()));
    process =
        new ProcessBuilder(
                ExternalPrograms.PROMETHEUS,
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + URI.create(url).getAuthority())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/-/ready").contains("Ready"));
  }

  private static String config(Collection<String> targets, String itself) {
    return """
    global: { scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s }
    rule_files: [ "%s" ]
    scrape_configs:
      - job_name: certvigil
        static_configs: [ { targets: [ %s ] } ]
      - job_name: another
        static_configs: [ { targets: [ "%s" ] } ]
    """
        .formatted(
            AlertRule.FILE.toAbsolutePath(),
            targets.stream().map(one -> '"' + one + '"').collect(Collectors.joining(", ")),
            itself);
  }

  /** The result of an expression now. */
  List<Series> query(String expression) {
    return series(ask("/api/v1/query?query=" + escaped(expression)), "value");
  }

  /** The result of an expression over the last two minutes. */
  List<Series> range(String expression) {
    var now = Instant.now(Clock.systemUTC());
    return series(
        ask(
            "/api/v1/query_range?query=%s&start=%d&end=%d&step=5"
                .formatted(
                    escaped(expression),
                    now.minusSeconds(120).getEpochSecond(),
                    now.getEpochSecond())),
        "values");
  }

  /** The state of each rule. */
  List<JsonObject> rules() {
    return ask("/api/v1/rules").getAsJsonArray("groups").asList().stream()
        .flatMap(group -> group.getAsJsonObject().getAsJsonArray("rules").asList().stream())
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static List<Series> series(JsonObject data, String field) {
    if (data.get("resultType").getAsString().equals("scalar")) {
      return List.of(new Series(Map.of(), number(data.getAsJsonArray("result"))));
    }
    return data.getAsJsonArray("result").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(one -> new Series(labels(one), number(last(one.getAsJsonArray(field)))))
        .toList();
  }

  private static JsonArray last(JsonArray values) {
    var end = values.get(values.size() - 1);
    return end.isJsonArray() ? end.getAsJsonArray() : values;
  }

  private static double number(JsonArray sample) {
    var text = sample.get(1).getAsString();
    return Double.parseDouble(text.endsWith("Inf") ? text + "inity" : text);
  }

  private static Map<String, String> labels(JsonObject one) {
    return one.getAsJsonObject("metric").entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getAsString()));
  }

  private JsonObject ask(String path) {
    try {
      var answer = JsonParser.parseString(get(path)).getAsJsonObject();
      assertThat(answer.get("status").getAsString()).as("%s", answer).isEqualTo("success");
      return answer.getAsJsonObject("data");
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(path, e);
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    client.close();
  }
}
