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

  private final SimulatorFixture fixture = SimulatorFixture.small();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void userToken_isVerifiedAtTheUserPathOnly() throws Exception {
    fixture.cloudflare.addToken(TOKEN, ApiToken.ofUser());

    assertThat(status(get(USER))).isEqualTo("active");
    assertUnknown(get(ofAccount()));
  }

  @Test
  void accountToken_isVerifiedAtItsAccountOnly() throws Exception {
    fixture.cloudflare.addToken(TOKEN, ApiToken.ofAccount(fixture.account()));
    var other = fixture.estate.accounts().getLast().id();

    assertThat(status(get(ofAccount()))).isEqualTo("active");
    assertUnknown(get(USER));
    assertUnknown(get("/accounts/" + other + "/tokens/verify"));
  }

  @Test
  void activeToken_hasAMessage() throws Exception {
    assertThat(fixture.json(USER).getAsJsonArray("messages").toString()).contains("10000");
  }

  @Test
  void expiry_isLeftOut_whenTheTokenNeverExpires() throws Exception {
    fixture.cloudflare.addToken(TOKEN, ApiToken.ofUser());

    assertThat(result(get(USER)).keySet()).containsExactlyInAnyOrder("id", "status");
  }

  @Test
  void token_expiresWithTime() throws Exception {
    fixture.cloudflare.addToken(
        TOKEN, ApiToken.ofUser().withExpiry(TODAY.plus(Duration.ofDays(3))));

    assertThat(result(get(USER)).get("expires_on").getAsString()).isEqualTo("2026-11-23T22:00:00Z");
    assertThat(status(get(USER))).isEqualTo("active");
    assertThat(get("/zones").statusCode()).isEqualTo(200);

    fixture.clock.advance(Duration.ofDays(3));
    assertThat(status(get(USER))).isEqualTo("expired");
    assertThat(get("/zones").statusCode()).isEqualTo(401);
  }

  @Test
  void disabledToken_isUnauthorizedElsewhere() throws Exception {
    fixture.cloudflare.addToken(TOKEN, ApiToken.ofAccount(fixture.account()).asDisabled());

    assertThat(status(get(ofAccount()))).isEqualTo("disabled");
    assertThat(get("/zones").statusCode()).isEqualTo(401);
  }

  @Test
  void unknownAccount_isNotFound() throws Exception {
    var unknown = "/accounts/00000000000000000000000000000000/tokens/verify";

    assertThat(fixture.get(unknown).statusCode()).isEqualTo(404);
  }

  private String ofAccount() {
    return "/accounts/" + fixture.account() + "/tokens/verify";
  }

  private HttpResponse<String> get(String path) throws Exception {
    return fixture.send(
        fixture.anonymous(path).header("Authorization", "Bearer " + TOKEN.reveal()).build());
  }

  private static void assertUnknown(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(code(response)).isEqualTo(1000);
  }

  private static String status(HttpResponse<String> response) {
    return result(response).get("status").getAsString();
  }

  private static JsonObject result(HttpResponse<String> response) {
    return json(response).getAsJsonObject("result");
  }
}
