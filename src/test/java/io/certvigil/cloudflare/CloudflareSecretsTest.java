package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.certvigil.redaction.EchoForm;
import io.certvigil.redaction.SecretLeaks;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class CloudflareSecretsTest {
  private static final String ECHO =
      ApiBodies.error(
          6003,
          "bad header Authorization: Bearer "
              + CloudflareFixture.TOKEN.reveal()
              + " for "
              + CloudflareFixture.EMAIL
              + " with "
              + CloudflareFixture.KEY.reveal());

  private final Logger logger = logger();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  /** Another test may still be initialising the logging; until then the factory is a substitute. */
  private static Logger logger() {
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    return (Logger) LoggerFactory.getLogger("io.certvigil.cloudflare");
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.TRACE);
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setLevel(null);
  }

  @Test
  void tokenIsSentAsBearer() {
    try (var subject = new CloudflareFixture(ApiBodies.list(0, 50))) {
      subject.read(CloudflareFixture.CLIENTS);

      assertThat(subject.api.requests().getFirst().headers())
          .containsEntry("authorization", "Bearer " + CloudflareFixture.TOKEN.reveal())
          .containsEntry("user-agent", "certvigil/1.2.3")
          .doesNotContainKeys("x-auth-key", "cookie", "upgrade");
    }
  }

  @Test
  void keyIsSentWithItsEmail() {
    try (var subject = new CloudflareFixture(ApiBodies.list(0, 50))) {
      subject.cloudflare.read("legacy", CloudflareFixture.CLIENTS);

      assertThat(subject.api.requests().getFirst().headers())
          .containsEntry("x-auth-email", CloudflareFixture.EMAIL)
          .containsEntry("x-auth-key", CloudflareFixture.KEY.reveal())
          .doesNotContainKey("authorization");
    }
  }

  @Test
  void noSecretInAFault_whenTheServerEchoesIt() {
    try (var subject =
        new CloudflareFixture(
            FakeApi.always(400, ECHO, "cf-ray: " + CloudflareFixture.TOKEN.reveal()))) {

      var main = subject.read(CloudflareFixture.CLIENTS).toString();
      var legacy = subject.cloudflare.read("legacy", CloudflareFixture.CLIENTS).toString();

      assertThat(main).contains("bad header").doesNotContain(CloudflareFixture.TOKEN.reveal());
      assertThat(legacy)
          .contains("bad header")
          .doesNotContain(CloudflareFixture.KEY.reveal())
          .doesNotContain(CloudflareFixture.EMAIL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPartOfASecretInAFault_whereverItIsCut(EchoForm form) {
    var leaks =
        new SecretLeaks(List.of(CloudflareFixture.TOKEN.reveal(), CloudflareFixture.KEY.reveal()));
    for (int before = 100; before < 330; before += 7) {
      var text = "x ".repeat(before / 2) + form.of(CloudflareFixture.TOKEN.reveal());
      var error = new JsonObject();
      error.addProperty("code", 6003);
      error.addProperty("message", text);
      error.addProperty("documentation_url", text);
      var body = new JsonObject();
      body.add("errors", new JsonArray());
      body.getAsJsonArray("errors").add(error);
      var page = form == EchoForm.RAW ? "<p>" : body.toString();
      try (var subject =
          new CloudflareFixture(
              FakeApi.always(400, page, "cf-ray: " + text, "Content-Type: " + text))) {
        var fault = subject.read(CloudflareFixture.CLIENTS).toString();

        assertThat(leaks.in(fault)).as(fault).isEmpty();
      }
    }
  }

  @Test
  void noSecretInTheLog_whateverHappens() {
    for (var status : new int[] {200, 400, 401, 403, 429, 500}) {
      try (var subject = new CloudflareFixture(FakeApi.always(status, ECHO))) {
        subject.cloudflare.discover("main");
        subject.read(CloudflareFixture.CLIENTS);
        subject.cloudflare.read("legacy", CloudflareFixture.CLIENTS);
        subject.cloudflare.verify("main", List.of(CloudflareFixture.ACCOUNT.id()));
      }
    }

    assertThat(logged.list).isNotEmpty();
    assertThat(logged.list.toString() + keyValues())
        .doesNotContain(CloudflareFixture.TOKEN.reveal())
        .doesNotContain(CloudflareFixture.KEY.reveal())
        .doesNotContain(CloudflareFixture.EMAIL);
  }

  private String keyValues() {
    return logged.list.stream()
        .map(event -> String.valueOf(event.getKeyValuePairs()))
        .toList()
        .toString();
  }
}
