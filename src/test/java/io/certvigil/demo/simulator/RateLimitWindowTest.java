package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.FixedClock;
import io.certvigil.model.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitWindowTest {
  private static final String OTHER = "abcdefghijklmnopqrstuvwxyz0123456789ABCD";

  private static SimulatorFixture limited(boolean html) throws Exception {
    var estate = SimulatedEstate.uniform(1, 1, 1, 1, FixedClock.TODAY);
    var served = new SimulatorFixture(estate, new RateLimits(3, html));
    for (int n = 0; n < 3; n++) {
      assertThat(served.get("/zones").statusCode()).isEqualTo(200);
    }
    return served;
  }

  @Test
  void headers_sayWhatIsLeft() throws Exception {
    var estate = SimulatedEstate.uniform(1, 1, 1, 1, FixedClock.TODAY);
    try (var served = new SimulatorFixture(estate, RateLimits.real())) {
      var headers = served.get("/zones").headers();

      assertThat(headers.firstValue("Ratelimit")).hasValue("\"default\";r=1199;t=300");
      assertThat(headers.firstValue("Ratelimit-Policy")).hasValue("\"default\";q=1200;w=300");
    }
  }

  @Test
  void oneTooMany_isTold() throws Exception {
    try (var served = limited(false)) {
      var answer = served.get("/zones");

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(code(answer)).isEqualTo(971);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("300");
    }
  }

  @Test
  void oneTooMany_isToldInHtml_whenSoWished() throws Exception {
    try (var served = limited(true)) {
      var answer = served.get("/zones");

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.body()).startsWith("<!DOCTYPE html>");
    }
  }

  @Test
  void blocked_forFiveMinutes() throws Exception {
    try (var served = limited(false)) {
      served.get("/zones");
      served.clock.advance(Duration.ofSeconds(299));
      var early = served.get("/zones");
      served.clock.advance(Duration.ofSeconds(1));
      var late = served.get("/zones");

      assertThat(early.statusCode()).isEqualTo(429);
      assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(late.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void oldRequests_countNoMore() throws Exception {
    try (var served = limited(false)) {
      served.clock.advance(RateLimits.WINDOW);

      assertThat(served.get("/zones").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void otherCredential_hasItsOwnBudget() throws Exception {
    try (var served = limited(false)) {
      served.cloudflare.addToken(new Secret(OTHER));
      var request = served.anonymous("/zones").header("Authorization", "Bearer " + OTHER).build();

      assertThat(served.send(request).statusCode()).isEqualTo(200);
    }
  }
}
