package io.certvigil.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTextTest {
  private static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");
  private static final List<String> ENDS =
      List.of(
          "",
          ", reminder 3",
          "; no other certificate covers a.example.com",
          "; a later one for the same hosts was issued, so this is the only notification");

  @Test
  void summary_atAnotherTime_saysWhatIsLeftThen() {
    var random = new Random(16);
    for (int round = 0; round < Integer.getInteger("certvigil.rounds", 2_000); round++) {
      var name = random.nextBoolean() ? "a.example.com" : "expires in 3 d (2026-12-04T20:00Z)";
      var before = name + List.of(" ", " became revoked (was active): ").get(random.nextInt(2));
      var end = TODAY.plusSeconds(random.nextLong(-9_000_000, 9_000_000));
      var now = end.minusSeconds(random.nextLong(-200_000, 200_000));
      var after = ENDS.get(random.nextInt(ENDS.size()));

      var read = EventText.atTime(before + EventText.expires(end, TODAY) + after, name, end, now);

      assertThat(read).isEqualTo(before + EventText.expires(end, now) + after);
    }
  }

  @Test
  void summaryWithoutTimeLeft_staysAsItIs() {
    var end = TODAY.plus(Duration.ofDays(9));
    for (var text :
        List.of(
            "a.example.com renewed: new expiry 2026-11-29T22:00Z",
            "a.example.com expires in 4 d (2027-01-01T00:00Z)",
            "")) {
      assertThat(EventText.atTime(text, "a.example.com", end, TODAY)).isEqualTo(text);
    }
  }
}
