package io.certvigil.notify.webhook;

import static io.certvigil.notify.TestEvents.SECOND;
import static io.certvigil.notify.TestEvents.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.TestEvents;
import io.certvigil.redaction.Scrubber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The official JavaScript library accepts the channel's signatures. The test needs node, npm and
 * the npm registry; without them it is skipped, or fails if {@code CI=true}. {@link
 * WebhookChannelTest} tests with the official Java library.
 */
@Tag("node")
class StandardWebhooksIT {
  private static final Path SCRIPTS = Path.of("src/test/js/standardwebhooks");
  private static final Path WORK = Path.of("target/standardwebhooks");

  private final Instant now = Instant.now(Clock.systemUTC());

  @BeforeEach
  void install() throws IOException, InterruptedException {
    Files.createDirectories(WORK);
    for (var name : List.of("package.json", "verify.mjs")) {
      Files.copy(SCRIPTS.resolve(name), WORK.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    needed(
        run(
                "",
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-package-lock")
            == 0,
        "npm cannot install the library, see target/standardwebhooks/log");
  }

  @Test
  void genuine_isAccepted_withEitherSecret() throws Exception {
    var sent = sent();

    assertThat(verified(sent, sent.body(), SECRET)).isZero();
    assertThat(verified(sent, sent.body(), SECOND)).isZero();
  }

  @Test
  void forged_isRejected() throws Exception {
    var sent = sent();

    assertThat(verified(sent, sent.body() + " ", SECRET)).isEqualTo(1);
  }

  private ByteReceiver.ReceivedRequest sent() {
    try (var receiver = new ByteReceiver(ByteReceiver.status(200))) {
      var settings = TestEvents.webhook(receiver.url(), SECRET, SECOND);
      try (var channel =
          new WebhookChannel(
              "hook",
              settings,
              "1.2.3",
              Duration.ofSeconds(20),
              new Scrubber(),
              new Connector(OutboundSettings.DIRECT))) {
        var serialized = TestEvents.serialized(TestEvents.event(1, "d\u00e9vice \u202e"));
        var newDelivery = channel.compose(TestEvents.eventBatch(serialized)).getFirst();
        channel.send(TestEvents.delivery(newDelivery), now);
      }
      return receiver.requests().getFirst();
    }
  }

  private static int verified(ByteReceiver.ReceivedRequest got, String body, Secret secret)
      throws IOException, InterruptedException {
    var headers = new JsonObject();
    for (var name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      headers.addProperty(name, got.header(name));
    }
    var input = new JsonObject();
    input.addProperty("secret", secret.reveal());
    input.add("headers", headers);
    input.addProperty("body", body);
    return run(input.toString(), "node", "verify.mjs");
  }

  /** The exit status; -1 if the program is missing or does not exit. */
  private static int run(String input, String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(WORK.toFile()).redirectErrorStream(true);
    builder.redirectOutput(WORK.resolve("log").toFile());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return -1;
    }
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    if (process.waitFor(3, TimeUnit.MINUTES)) {
      return process.exitValue();
    }
    process.destroyForcibly();
    return -1;
  }

  private static void needed(boolean there, String reason) {
    if (Objects.equals(System.getenv("CI"), "true")) {
      assertThat(there).as(reason).isTrue();
    }
    assumeTrue(there, reason);
  }
}
