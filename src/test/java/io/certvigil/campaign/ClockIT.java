package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.receiver.ReceivedWebhook;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.RequestMatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon under a clock that jumps by one second to ten years, forwards and backwards, while
 * Cloudflare and the receivers have the correct time.
 *
 * <p>{@code -Dcertvigil.jumps=200 -Dcertvigil.seed=N}
 */
class ClockIT {
  private static final Duration TEN_YEARS = Duration.ofDays(3_650);

  /** The daemon accepts a local clock that differs from Cloudflare's by less than this. */
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private static final Duration TIMEOUT = Duration.ofMinutes(6);
  private static final String READ = "SELECT coalesce(min(complete_at), 0) FROM scope";

  @TempDir Path folder;

  @Test
  void nothingIsWrongOrLost_underClockJumps() throws Exception {
    var random = Campaign.random("certvigil.jumps", Campaign.JUMPS);
    try (var environment = new CampaignEnvironment(folder, folder, random, 400)) {
      var time = new FakedClockDaemon(folder, environment.daemon);
      environment.daemon.start();
      for (int jump = 0; jump < Campaign.JUMPS; jump++) {
        time.set(jump(random));
        environment.runFor(Duration.ofMillis(1_500 + random.nextInt(2_000)));
        if (random.nextInt(4) == 0) {
          environment.daemon.kill(); // and restarted under the wrong clock
          environment.daemon.launch();
        }
      }
      // The last jump is ahead of all others, so that no trigger of the schedule waits for years. A
      // large campaign ends behind them instead, so that the schedule must be replaced, which takes
      // minutes.
      time.set(Campaign.JUMPS % 10 == 0 ? TEN_YEARS.negated() : TEN_YEARS.plusDays(400));
      awaitSteadyState(environment);
      environment.daemon.kill();
      time.set(Duration.ZERO);
      var summary = environment.drain();

      summary.print(Campaign.JUMPS + " jumps of the clock");
      assertThat(summary.decided()).isGreaterThan(Campaign.JUMPS);
      assertThat(summary.faults()).isEmpty();
      assertThat(environment.receivers.hook.received()).allSatisfy(ClockIT::assertRungNotEarly);
    }
  }

  /** A jump between one second and ten years, on a logarithmic scale, forwards or backwards. */
  private static Duration jump(Random random) {
    double power = random.nextDouble() * Math.log10((double) TEN_YEARS.toSeconds());
    var far = Duration.ofSeconds(Math.round(Math.pow(10, power)));
    return random.nextBoolean() ? far : far.negated();
  }

  private static void awaitSteadyState(CampaignEnvironment environment) throws Exception {
    var since = Instant.now();
    environment.awaitRows(
        "daemon.clock_skewed is stored",
        "SELECT count(*) FROM event WHERE type = 'daemon.clock_skewed'");
    await("the schedule continues")
        .atMost(TIMEOUT)
        .until(
            () -> environment.daemon.database.number(READ) > since.plusSeconds(5).toEpochMilli());
  }

  /**
   * Checks that no rung is reported before its time, by the time at which the receiver got the
   * message.
   */
  private static void assertRungNotEarly(ReceivedWebhook message) {
    var data = JsonParser.parseString(message.text()).getAsJsonObject().getAsJsonObject("data");
    for (var each : data.getAsJsonArray("events")) {
      var event = each.getAsJsonObject();
      var rung = event.getAsJsonObject("alert").get("rung");
      var type = event.get("type").getAsString();
      if (type.startsWith("certificate.expir") && !rung.isJsonNull()) {
        assertThat(left(event, message.at()).minus(days(rung.getAsString())))
            .as("%s at %s: %s", type, message.at(), event)
            .isLessThan(TOLERATED.plusSeconds(30));
      }
    }
  }

  private static Duration left(JsonObject event, Instant at) {
    var end = event.getAsJsonObject("certificate").get("not_after").getAsString();
    return Duration.between(at, Instant.parse(end));
  }

  private static Duration days(String rung) {
    return rung.endsWith("d")
        ? Duration.ofDays(Long.parseLong(rung.substring(0, rung.length() - 1)))
        : Duration.ZERO;
  }

  /**
   * The time is unknown because Cloudflare is unreachable, and the receiver is down: age alone must
   * not expire a delivery.
   */
  @Test
  void nothingExpiresByAge_whenStartedTenYearsAhead() throws Exception {
    var random = new Random(Campaign.SEED);
    try (var environment = new CampaignEnvironment(folder, folder, random, 60)) {
      var time = new FakedClockDaemon(folder, environment.daemon);
      environment.receivers.hook.replyWith(new ReceiverBehaviour.Status(500, null));
      environment.daemon.start();
      environment.awaitRows(
          "a delivery has failed", "SELECT count(*) FROM attempt WHERE outcome <> 'delivered'");
      environment.daemon.kill();

      time.set(TEN_YEARS);
      int before = environment.receivers.hook.received().size();
      environment.faults.inject(FaultKind.RESET, RequestMatcher.everyRequest());
      environment.daemon.launch();
      await("the delivery is retried")
          .atMost(TIMEOUT)
          .until(() -> environment.receivers.hook.received().size() > before + 1);
      TimeUnit.MILLISECONDS.sleep(500); // time in which a wrong expiry would happen
      environment.daemon.kill();
      time.set(Duration.ZERO);
      environment.faults.clear();
      var summary = environment.drain();

      summary.print("started ten years ahead");
      assertThat(summary.faults()).isEmpty();
    }
  }
}
