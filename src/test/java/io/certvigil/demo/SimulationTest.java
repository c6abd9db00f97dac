package io.certvigil.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private final FixedClock clock = new FixedClock();
  private final StringWriter out = new StringWriter();
  private final Simulation simulation = new Simulation(1, clock, out);

  @AfterEach
  void close() {
    simulation.close();
  }

  private void deliver(String body) throws Exception {
    var seconds = clock.instant().getEpochSecond();
    var webhook = new Webhook(simulation.webhookSecret().reveal());
    var request =
        HttpRequest.newBuilder(simulation.receiverUrl())
            .header("webhook-id", "ntf_1")
            .header("webhook-timestamp", String.valueOf(seconds))
            .header("webhook-signature", webhook.sign("ntf_1", seconds, body))
            .POST(BodyPublishers.ofString(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      client.send(request, BodyHandlers.discarding());
    }
  }

  @Test
  void event_isPrintedInALine() throws Exception {
    deliver(
        """
        {"data":{"events":[{"type":"certificate.expiring","severity":"info",
        "summary":"a.example expires"},{"type":"certificate.expired","severity":"critical",
        "summary":"b.example\\u001b[2J expired"}]}}\
        """);

    assertThat(out.toString().lines())
        .containsExactly(
            "22:00:00Z  alert: INFO     certificate.expiring       a.example expires [signature"
                + " ok]",
            "22:00:00Z  alert: CRITICAL certificate.expired        b.example�[2J expired"
                + " [signature ok]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "null", "{}", "{\"data\":{\"events\":[7]}}"})
  void invalidMessage_isPrintedInALine(String body) throws Exception {
    deliver(body);

    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void scenario_advancesByItself() {
    simulation.startScenario();
    clock.advance(Duration.ofMinutes(3));

    await().until(() -> out.toString().contains("can be read again"));
  }

  @Test
  void secrets_arePrintedAsStars() {
    assertThat(simulation.token()).hasToString("***");
    assertThat(simulation.webhookSecret().reveal()).startsWith("whsec_");
  }
}
