package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepCloudflareTest {
  private final ManualClock clock = new ManualClock();
  private final SimulatedEstate estate = UniformEstate.of(1, 1, 0, 3, clock.instant());

  @Test
  void firstReading_isDecidedByTheRightTime_ifTheMachinesClockIsYearsOff() {
    var wrong = new VerifiedClock(() -> clock.instant().plus(Duration.ofDays(700)), clock::nanos);

    assertThat(read(wrong)).isInstanceOf(Reading.Complete.class);

    assertThat(Duration.between(clock.instant(), wrong.instant()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void reading_isOneRequest_ifTheClocksAgree() {
    var right = new VerifiedClock(clock, clock::nanos);

    assertThat(read(right)).isInstanceOf(Reading.Complete.class);

    assertThat(requests).isEqualTo(1);
  }

  private long requests;

  private Reading read(VerifiedClock time) {
    var zone = estate.zones().getFirst();
    var scope = Scope.ofZone(Source.CLIENT_CERTIFICATES, zone.account(), zone.zone());
    try (var simulated = SimulatedCloudflare.start(estate, RateLimits.none(), clock);
        var cloudflare =
            new Cloudflare(
                new CloudflareSettings(
                    simulated.baseUrl(),
                    Duration.ofSeconds(20),
                    60_000,
                    Map.of("main", new Credential.Token(SimulatedCloudflare.TOKEN))),
                "1.2.3",
                clock,
                time::observeRemote,
                new SimpleMeterRegistry(),
                new Scrubber())) {
      var reading = new SweepCloudflare(cloudflare, time).read("main", scope);
      requests = simulated.requests();
      return reading;
    }
  }
}
