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
    var estate = UniformEstate.of(1, 1, 1, 1, FixedClock.TODAY);
    var fixture = new SimulatorFixture(estate, new RateLimits(3, html));
    for (int n = 0; n < 3; n++) {
      assertThat(fixture.get("/zones").statusCode()).isEqualTo(200);
    }
    return fixture;
  }

  @Test
  void headers_haveTheRemainingRequests() throws Exception {
    var estate = UniformEstate.of(1, 1, 1, 1, FixedClock.TODAY);
    try (var fixture = new SimulatorFixture(estate, RateLimits.real())) {
      var headers = fixture.get("/zones").headers();

      assertThat(headers.firstValue("Ratelimit")).hasValue("\"default\";r=1199;t=300");
      assertThat(headers.firstValue("Ratelimit-Policy")).hasValue("\"default\";q=1200;w=300");
    }
  }

  @Test
  void tooManyRequests_areRejected() throws Exception {
    try (var fixture = limited(false)) {
      var response = fixture.get("/zones");

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(code(response)).isEqualTo(971);
      assertThat(response.headers().firstValue("Retry-After")).hasValue("300");
    }
  }

  @Test
  void tooManyRequests_areRejectedInHtml_whenConfigured() throws Exception {
    try (var fixture = limited(true)) {
      var response = fixture.get("/zones");

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.body()).startsWith("<!DOCTYPE html>");
    }
  }

  @Test
  void credential_isBlockedForFiveMinutes() throws Exception {
    try (var fixture = limited(false)) {
      fixture.get("/zones");
      fixture.clock.advance(Duration.ofSeconds(299));
      var early = fixture.get("/zones");
      fixture.clock.advance(Duration.ofSeconds(1));
      var late = fixture.get("/zones");

      assertThat(early.statusCode()).isEqualTo(429);
      assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(late.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void oldRequests_areNotCounted() throws Exception {
    try (var fixture = limited(false)) {
      fixture.clock.advance(RateLimits.WINDOW);

      assertThat(fixture.get("/zones").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void otherCredential_hasItsOwnBudget() throws Exception {
    try (var fixture = limited(false)) {
      fixture.cloudflare.addToken(new Secret(OTHER));
      var request = fixture.anonymous("/zones").header("Authorization", "Bearer " + OTHER).build();

      assertThat(fixture.send(request).statusCode()).isEqualTo(200);
    }
  }
}
