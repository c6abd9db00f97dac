package io.certvigil.demo.simulator;

import static io.certvigil.demo.FixedClock.TODAY;
import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static io.certvigil.demo.simulator.SimulatorFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.model.Secret;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenVerificationTest {
  private static final Secret TOKEN = new Secret("abcdefghijklmnopqrstuvwxyz0123456789ABCD");
  private static final String USER = "/user/tokens/verify";

  private final SimulatorFixture served = SimulatorFixture.small();

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void usersToken_isKnownToTheUserOnly() throws Exception {
    served.cloudflare.addToken(TOKEN, ApiToken.ofUser());

    assertThat(status(get(USER))).isEqualTo("active");
    assertUnknown(get(ofAccount()));
  }

  @Test
  void accountsToken_isKnownToItsAccountOnly() throws Exception {
    served.cloudflare.addToken(TOKEN, ApiToken.ofAccount(served.account()));
    var other = served.estate.accounts().getLast().id();

    assertThat(status(get(ofAccount()))).isEqualTo("active");
    assertUnknown(get(USER));
    assertUnknown(get("/accounts/" + other + "/tokens/verify"));
  }

  @Test
  void activeToken_comesWithAMessage() throws Exception {
    assertThat(served.json(USER).getAsJsonArray("messages").toString()).contains("10000");
  }

  @Test
  void end_isLeftOut_whenThereIsNone() throws Exception {
    served.cloudflare.addToken(TOKEN, ApiToken.ofUser());

    assertThat(result(get(USER)).keySet()).containsExactlyInAnyOrder("id", "status");
  }

  @Test
  void token_expiresWithTime() throws Exception {
    served.cloudflare.addToken(TOKEN, ApiToken.ofUser().withExpiry(TODAY.plus(Duration.ofDays(3))));

    assertThat(result(get(USER)).get("expires_on").getAsString()).isEqualTo("2026-11-23T22:00:00Z");
    assertThat(status(get(USER))).isEqualTo("active");
    assertThat(get("/zones").statusCode()).isEqualTo(200);

    served.clock.advance(Duration.ofDays(3));
    assertThat(status(get(USER))).isEqualTo("expired");
    assertThat(get("/zones").statusCode()).isEqualTo(401);
  }

  @Test
  void disabledToken_opensNothingElse() throws Exception {
    served.cloudflare.addToken(TOKEN, ApiToken.ofAccount(served.account()).asDisabled());

    assertThat(status(get(ofAccount()))).isEqualTo("disabled");
    assertThat(get("/zones").statusCode()).isEqualTo(401);
  }

  @Test
  void unknownAccount_isNotFound() throws Exception {
    var nobody = "/accounts/00000000000000000000000000000000/tokens/verify";

    assertThat(served.get(nobody).statusCode()).isEqualTo(404);
  }

  private String ofAccount() {
    return "/accounts/" + served.account() + "/tokens/verify";
  }

  private HttpResponse<String> get(String path) throws Exception {
    return served.send(
        served.anonymous(path).header("Authorization", "Bearer " + TOKEN.reveal()).build());
  }

  private static void assertUnknown(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(code(answer)).isEqualTo(1000);
  }

  private static String status(HttpResponse<String> answer) {
    return result(answer).get("status").getAsString();
  }

  private static JsonObject result(HttpResponse<String> answer) {
    return json(answer).getAsJsonObject("result");
  }
}
