package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.certvigil.demo.simulator.SimulatedEstate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Answers of Cloudflare contain secrets, such as that of the provisioning of an identity provider.
 * After one sweep of every list, they are in no file of the store, no page, no answer of the API,
 * no metric and no line of the log.
 */
class ListSecretsTest {
  private static final List<String> PAGES =
      List.of("/", "/certificates", "/alerts", "/changes", "/sweeps", "/metrics", "/export.csv");

  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @Test
  void noSecretOfAList_isKeptOrShown() throws IOException, InterruptedException {
    var logger = logger();
    logger.setLevel(Level.TRACE);
    logged.start();
    logger.addAppender(logged);
    try {
      var seen = everythingThatIsShown();

      assertThat(seen.get("api")).contains("Terraform", "Partner SAML");
      assertThat(seen.get("log")).contains("/access/identity_providers", "/gateway/rules");
      assertThat(seen)
          .allSatisfy(
              (where, text) ->
                  assertThat(text.contains(SimulatedEstate.PRIVATE_MARKER)).as(where).isFalse());
    } finally {
      logger.detachAppender(logged);
      logger.setLevel(null);
    }
  }

  private Map<String, String> everythingThatIsShown() throws IOException, InterruptedException {
    var seen = new LinkedHashMap<String, String>();
    var clock = new ManualClock();
    var estate = SimulatedEstate.sample(5, clock.instant());
    try (var daemon = new InProcessDaemon(folder, clock, estate);
        var client = HttpClient.newHttpClient()) {
      daemon.sweep();
      daemon.sweepAfter(Duration.ofHours(1));
      daemon.app().start();
      for (var page : PAGES) {
        seen.put(page, get(client, daemon, page));
      }
      seen.put("api", get(client, daemon, "/api/v1/certificates?limit=1000"));
      try (var files = Files.walk(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          seen.put(
              file.getFileName().toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
      seen.put("log", log());
    }
    return seen;
  }

  private String log() {
    var text = new StringBuilder();
    List.copyOf(logged.list)
        .forEach(event -> text.append(event).append(event.getKeyValuePairs()).append('\n'));
    return text.toString();
  }

  private static String get(HttpClient client, InProcessDaemon daemon, String page)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(daemon.app().webUri().resolve(page)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static Logger logger() {
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    return (Logger) LoggerFactory.getLogger("io.certvigil");
  }
}
