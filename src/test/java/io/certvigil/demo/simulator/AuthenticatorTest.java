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
  private static final String UNKNOWN = "Bearer abcdefghijklmnopqrstuvwxyz0123456789ABCD";

  private final SimulatorFixture fixture = SimulatorFixture.small();

  @AfterEach
  void close() {
    fixture.close();
  }

  private HttpResponse<String> with(String path, String... headers) throws Exception {
    return fixture.send(fixture.anonymous(path).headers(headers).build());
  }

  @Test
  void missingCredential_isRejected() throws Exception {
    var response = fixture.send(fixture.anonymous("/zones").build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo(6003);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer", "Bearer short", "Basic abcdefghijklmnopqrstuvwxyz", "Bearer a b"})
  void malformedHeader_isRejected(String header) throws Exception {
    var response = with("/zones", "Authorization", header);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("6111");
  }

  @Test
  void unknownToken_isUnauthorized() throws Exception {
    var response = with("/zones", "Authorization", UNKNOWN);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(code(response)).isEqualTo(10000);
  }

  @Test
  void unknownToken_isInvalidWhenVerified() throws Exception {
    var response = with("/user/tokens/verify", "Authorization", UNKNOWN);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(code(response)).isEqualTo(1000);
  }

  @Test
  void emailAndKey_areAccepted() throws Exception {
    var key = SimulatedCloudflare.KEY.reveal();

    var response = with("/zones", "X-Auth-Email", SimulatedCloudflare.EMAIL, "X-Auth-Key", key);

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void wrongKey_isRejected() throws Exception {
    var response = with("/zones", "X-Auth-Email", SimulatedCloudflare.EMAIL, "X-Auth-Key", "wrong");

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(code(response)).isEqualTo(9103);
  }

  @Test
  void removedToken_isUnauthorized() throws Exception {
    fixture.cloudflare.removeToken(SimulatedCloudflare.TOKEN);

    assertThat(fixture.get("/zones").statusCode()).isEqualTo(401);
  }

  @Test
  void addedToken_isAccepted() throws Exception {
    fixture.cloudflare.addToken(new Secret(UNKNOWN.substring("Bearer ".length())));

    assertThat(with("/zones", "Authorization", UNKNOWN).statusCode()).isEqualTo(200);
  }
}
