package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.web.api.ApiDocument;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Validates the API's responses for a realistic estate against the document that the daemon serves.
 */
class ApiAnswersTest {
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> faults = new ArrayList<>();

  @Test
  void everyResponse_conformsToTheDocument() throws IOException, InterruptedException {
    var clock = new ManualClock();
    try (var daemon =
            new InProcessDaemon(folder, clock, SimulatedEstate.sample(5, clock.instant()));
        var _ = client) {
      daemon.sweep();
      clock.advance(Duration.ofHours(2));
      daemon.app().start();

      var all = daemon.certificates().keySet();
      var listed = walk(daemon, "/api/v1/certificates", "certificates?limit=50");
      assertThat(keys(listed)).isEqualTo(all);
      assertThat(walk(daemon, "/api/v1/certificates", "certificates?as_of=1h&limit=70"))
          .hasSameSizeAs(all);
      assertThat(walk(daemon, "/api/v1/changes", "changes?from=30d")).isNotEmpty();
      assertThat(walk(daemon, "/api/v1/alerts", "alerts?resolved=true&limit=20")).isNotEmpty();
      assertThat(walk(daemon, "/api/v1/sweeps", "sweeps?limit=30")).isNotEmpty();
      walk(daemon, "/api/v1/silences", "silences");
      for (var key : all) {
        ask(daemon, "/api/v1/certificates/{key}", "certificates/" + key);
      }
      assertThat(ask(daemon, "/api/v1/openapi.json", "openapi.json").get("openapi").getAsString())
          .isEqualTo("3.1.0");
    }

    assertThat(faults).isEmpty();
  }

  private static Set<String> keys(List<JsonObject> rows) {
    return rows.stream().map(row -> row.get("key").getAsString()).collect(Collectors.toSet());
  }

  private List<JsonObject> walk(InProcessDaemon daemon, String path, String query)
      throws IOException, InterruptedException {
    var rows = new ArrayList<JsonObject>();
    var next = "";
    do {
      var page = ask(daemon, path, query + next);
      page.getAsJsonArray("data").asList().stream()
          .map(JsonElement::getAsJsonObject)
          .forEach(rows::add);
      var cursor = page.get("next");
      next = cursor.isJsonNull() ? "" : "&cursor=" + cursor.getAsString();
    } while (!next.isEmpty());
    return rows;
  }

  private JsonObject ask(InProcessDaemon daemon, String path, String query)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(daemon.app().webUri().resolve("/api/v1/" + query)).build();
    var answer = client.send(request, BodyHandlers.ofString());
    var type = answer.headers().firstValue("content-type").orElse("");
    ApiDocument.mismatches(path, answer.statusCode(), type, answer.body()).stream()
        .map(fault -> query + ": " + fault)
        .forEach(faults::add);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }
}
