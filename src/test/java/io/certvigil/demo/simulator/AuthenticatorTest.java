package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "/zones, X-Other, x, 400, 6003",
    "/zones, Authorization, Bearer, 400, 6003",
    "/zones, Authorization, Bearer short, 400, 6003",
    "/zones, Authorization, Basic abcdefghijklmnopqrstuvwxyz, 400, 6003",
    "/zones, Authorization, Bearer a b, 400, 6003",
    "/zones, Authorization, " + UNKNOWN + ", 401, 10000",
    "/user/tokens/verify, Authorization, " + UNKNOWN + ", 401, 1000"
  })
  void invalidCredential_isRejected(String path, String header, String value, int status, int code)
      throws Exception {
    var response = with(path, header, value);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(code(response)).isEqualTo(code);
    assertThat(response.body().contains("6111"))
        .isEqualTo(code == 6003 && header.equals("Authorization"));
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
