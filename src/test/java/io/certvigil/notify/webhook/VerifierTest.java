package io.certvigil.notify.webhook;

import static io.certvigil.notify.TestEvents.SECOND;
import static io.certvigil.notify.TestEvents.SECRET;
import static io.certvigil.notify.TestEvents.withoutAnswer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.TestEvents;
import io.certvigil.redaction.Scrubber;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example receiver of the documentation, tested with real requests of the webhook channel. */
@Tag("node")
@Timeout(60)
class VerifierTest {
  private static final List<Path> NODES =
      List.of(Path.of("/usr/bin/node"), Path.of("/usr/bin/nodejs"), Path.of("/usr/local/bin/node"));
  private final Instant now = Clock.systemUTC().instant();

  private Process node;
  private BufferedReader output;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    var installed = NODES.stream().filter(Files::isExecutable).findFirst();
    assertThat(installed.isPresent() || System.getenv("CI") == null).as("node in CI").isTrue();
    assumeTrue(installed.isPresent(), "node is not installed (Debian package nodejs)");
    var command =
        new ProcessBuilder(
            installed.orElseThrow().toString(), "docs/examples/verify-webhook.js", "0");
    command.environment().put("CERTVIGIL_WEBHOOK_SECRET", SECRET.reveal());
    node = command.redirectErrorStream(true).start();
    output = node.inputReader(UTF_8);
    url = URI.create(output.readLine().replace("listening on ", ""));
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.destroyForcibly();
    }
  }

  @Test
  void genuine_isAcknowledged_andPrinted() throws IOException {
    assertThat(send("\u202ehostile\r\n\u001b[2J", now, SECRET)).isEqualTo(new Delivered(""));

    assertThat(output.readLine())
        .startsWith("warning certificate.escalated \"")
        .contains("\\u001b[2J");
  }

  @Test
  void genuine_isAcknowledged_whileRotating() {
    assertThat(send("device", now, SECOND, SECRET)).isEqualTo(new Delivered(""));
  }

  @Test
  void forged_isRefused() {
    assertThat(send("device", now, SECOND)).isEqualTo(refused());
  }

  @Test
  void replayed_isRefused() {
    assertThat(send("device", now.minus(Duration.ofMinutes(6)), SECRET)).isEqualTo(refused());
  }

  private static Outcome refused() {
    return new TryLater(Reason.UNAUTHORIZED, Duration.ZERO, "");
  }

  private Outcome send(String name, Instant at, Secret... secrets) {
    var serialized = TestEvents.serialized(TestEvents.event(1, name));
    var newDelivery = WebhookBody.newDeliveries(TestEvents.eventBatch(serialized)).getFirst();
    var settings = TestEvents.webhook(url.toString(), secrets);
    try (var channel =
        new WebhookChannel(
            "hook",
            settings,
            "1.2.3",
            Duration.ofSeconds(20),
            new Scrubber(),
            new Connector(OutboundSettings.DIRECT))) {
      return withoutAnswer(channel.send(TestEvents.delivery(newDelivery), at));
    }
  }
}
