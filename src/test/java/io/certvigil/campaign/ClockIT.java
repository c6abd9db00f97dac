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
 * The daemon under a clock that jumps by a second to ten years, both ways, while Cloudflare and the
 * receivers keep true time.
 *
 * <p>{@code -Dcertvigil.jumps=200 -Dcertvigil.seed=N}
 */
class ClockIT {
  private static final Duration TEN_YEARS = Duration.ofDays(3_650);

  /** The daemon believes a clock that is less than this far from Cloudflare's. */
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private static final Duration TIMEOUT = Duration.ofMinutes(6);
  private static final String READ = "SELECT coalesce(min(complete_at), 0) FROM scope";

  @TempDir Path folder;

  @Test
  void nothingIsFalseOrLost_howeverTheClockJumps() throws Exception {
    var random = Campaign.random("certvigil.jumps", Campaign.JUMPS);
    try (var town = new CampaignEnvironment(folder, folder, random, 400)) {
      var time = new FakedClockDaemon(folder, town.daemon);
      town.daemon.start();
      for (int jump = 0; jump < Campaign.JUMPS; jump++) {
        time.set(jump(random));
        town.runFor(Duration.ofMillis(1_500 + random.nextInt(2_000)));
        if (random.nextInt(4) == 0) {
          town.daemon.kill(); // and started under a wrong clock
          town.daemon.launch();
        }
      }
      // Ahead of every jump before, so that no trigger of the schedule waits for years. A large
      // campaign ends behind them: the schedule must be replaced, which takes minutes.
      time.set(Campaign.JUMPS % 10 == 0 ? TEN_YEARS.negated() : TEN_YEARS.plusDays(400));
      awaitSteadyState(town);
      town.daemon.kill();
      time.set(Duration.ZERO);
      var history = town.drain();

      history.print(Campaign.JUMPS + " jumps of the clock");
      assertThat(history.decided()).isGreaterThan(Campaign.JUMPS);
      assertThat(history.faults()).isEmpty();
      assertThat(town.receivers.hook.received()).allSatisfy(ClockIT::assertRungNotEarly);
    }
  }

  /** By any power of ten between a second and ten years, either way. */
  private static Duration jump(Random random) {
    double power = random.nextDouble() * Math.log10((double) TEN_YEARS.toSeconds());
    var far = Duration.ofSeconds(Math.round(Math.pow(10, power)));
    return random.nextBoolean() ? far : far.negated();
  }

  private static void awaitSteadyState(CampaignEnvironment town) throws Exception {
    var since = Instant.now();
    town.awaitRows(
        "daemon.clock_skewed is told",
        "SELECT count(*) FROM event WHERE type = 'daemon.clock_skewed'");
    await("the schedule goes on")
        .atMost(TIMEOUT)
        .until(() -> town.number(READ) > since.plusSeconds(5).toEpochMilli());
  }

  /** No rung is told before its time, and the receiver believes the time of the message. */
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

  /** Nobody can say what time it is, and the receiver is down: an age is no reason to give up. */
  @Test
  void nothingIsGivenUpByAge_whenItStartsTenYearsAhead() throws Exception {
    var random = new Random(Campaign.SEED);
    try (var town = new CampaignEnvironment(folder, folder, random, 60)) {
      var time = new FakedClockDaemon(folder, town.daemon);
      town.receivers.hook.replyWith(new ReceiverBehaviour.Status(500, null));
      town.daemon.start();
      town.awaitRows(
          "something waits", "SELECT count(*) FROM attempt WHERE outcome <> 'delivered'");
      town.daemon.kill();

      time.set(TEN_YEARS);
      int before = town.receivers.hook.received().size();
      town.faults.inject(FaultKind.RESET, RequestMatcher.everyRequest());
      town.daemon.launch();
      await("tries again")
          .atMost(TIMEOUT)
          .until(() -> town.receivers.hook.received().size() > before + 1);
      TimeUnit.MILLISECONDS.sleep(500); // for what would be given up
      town.daemon.kill();
      time.set(Duration.ZERO);
      town.faults.clear();
      var history = town.drain();

      history.print("started ten years ahead");
      assertThat(history.faults()).isEmpty();
    }
  }
}
