package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String STRANGER = "Bearer abcdefghijklmnopqrstuvwxyz0123456789ABCD";

  private final SimulatorFixture served = SimulatorFixture.small();

  @AfterEach
  void close() {
    served.close();
  }

  private HttpResponse<String> with(String path, String... headers) throws Exception {
    return served.send(served.anonymous(path).headers(headers).build());
  }

  @Test
  void nobody_isRefused() throws Exception {
    var answer = served.send(served.anonymous("/zones").build());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(6003);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer", "Bearer short", "Basic abcdefghijklmnopqrstuvwxyz", "Bearer a b"})
  void malformedHeader_isRefused(String header) throws Exception {
    var answer = with("/zones", "Authorization", header);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("6111");
  }

  @Test
  void unknownToken_isUnauthorized() throws Exception {
    var answer = with("/zones", "Authorization", STRANGER);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(code(answer)).isEqualTo(10000);
  }

  @Test
  void unknownToken_isInvalidWhenVerified() throws Exception {
    var answer = with("/user/tokens/verify", "Authorization", STRANGER);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(code(answer)).isEqualTo(1000);
  }

  @Test
  void keyWithMail_isLetIn() throws Exception {
    var key = SimulatedCloudflare.KEY.reveal();

    var answer = with("/zones", "X-Auth-Email", SimulatedCloudflare.EMAIL, "X-Auth-Key", key);

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void wrongKey_isRefused() throws Exception {
    var answer = with("/zones", "X-Auth-Email", SimulatedCloudflare.EMAIL, "X-Auth-Key", "wrong");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(code(answer)).isEqualTo(9103);
  }

  @Test
  void token_isUnknownOnceRefused() throws Exception {
    served.cloudflare.removeToken(SimulatedCloudflare.TOKEN);

    assertThat(served.get("/zones").statusCode()).isEqualTo(401);
  }

  @Test
  void token_isKnownOnceAdmitted() throws Exception {
    served.cloudflare.addToken(new Secret(STRANGER.substring("Bearer ".length())));

    assertThat(with("/zones", "Authorization", STRANGER).statusCode()).isEqualTo(200);
  }
}
