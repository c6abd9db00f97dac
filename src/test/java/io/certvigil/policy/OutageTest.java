package io.certvigil.policy;

import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;
import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.policy.SimulatedHealth.ListHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random outages: of all lists, one account or one source, growing, shrinking, with a reason that
 * changes, with and without the discovery. What each message says is compared with the truth at its
 * time.
 */
class OutageTest {
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final List<FaultReason> REASONS =
      List.of(FaultReason.HTTP_5XX, FaultReason.NETWORK, FaultReason.TIMEOUT);
  private static final Pattern EXTENT = Pattern.compile("(\\d+) of (\\d+) lists? unread");
  private static final Pattern END = Pattern.compile("(\\d+) lists? readable again, after .+");

  @Test
  void everyMessage_isTrueAtItsTime() {
    long told = LongStream.range(0, 400).parallel().map(OutageTest::run).sum();

    assertThat(told).isGreaterThan(400);
  }

  private static long run(long seed) {
    var history = new History(seed);
    try {
      return history.play();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + " at " + history.now, e);
    }
  }

  /** A day: well for two hours, an outage for four to eight, well until the end. */
  private static final class History {
    private final Random random;
    private final SimulatedHealth state = new SimulatedHealth();
    private final List<ListHealth> all = new ArrayList<>();
    private final Kind kind;
    private final int end;
    private final Set<String> told = new HashSet<>();
    private FaultReason reason;
    private Instant now = TODAY;
    private Instant lastTold = TODAY;
    private long events;

    private enum Kind {
      ALL,
      ACCOUNT,
      SOURCE,
      GROWING,
      SHRINKING,
      CHANGING_REASON
    }

    History(long seed) {
      random = new Random(seed * 7_919 + 17);
      kind = Kind.values()[(int) (seed % Kind.values().length)];
      reason = REASONS.get(random.nextInt(REASONS.size()));
      end = 72 + random.nextInt(48);
      for (int list = 0; list < 1 + random.nextInt(30); list++) {
        all.add(state.list("s" + list));
      }
      if (random.nextBoolean()) {
        var discovery = state.list("discovery/main");
        discovery.source = null;
        all.add(discovery);
      }
    }

    long play() {
      for (int step = 0; step < 288; step++) {
        now = now.plus(STEP);
        if (kind == Kind.CHANGING_REASON && step % 24 == 0) {
          reason = REASONS.get(random.nextInt(REASONS.size()));
        }
        readDue(step);
        state.decide(now).forEach(this::check);
        checkExtentIsTold();
      }
      assertThat(state.alerts.values()).as("all is well").noneMatch(Alert::firing);
      return events;
    }

    /** Each list is read once an hour. */
    private void readDue(int step) {
      for (int list = 0; list < all.size(); list++) {
        if ((step + list) % 12 == 0) {
          if (step >= 24 && step < end && isAffected(list, step)) {
            all.get(list).failed(now, new Fault(reason, "planted"));
          } else {
            all.get(list).complete(now);
          }
        }
      }
    }

    private boolean isAffected(int list, int step) {
      double share = (double) (step - 24) / (end - 24);
      return switch (kind) {
        case ALL, CHANGING_REASON -> true;
        case ACCOUNT -> list % 2 == 0;
        case SOURCE -> list % 5 == 0;
        case GROWING -> list <= share * all.size();
        case SHRINKING -> list > share * all.size() / 2;
      };
    }

    private void check(Event event) {
      events++;
      if (event.type() == SOURCE_UNREADABLE) {
        var failing = failing(Objects.requireNonNull(event.alert().reason()));
        assertThat(extent(event.summary())).isEqualTo(extent(failing));
        failing.forEach(list -> told.add(list.key()));
        lastTold = now;
      } else {
        assertThat(event.type()).isEqualTo(SOURCE_RECOVERED);
        var readable = END.matcher(event.summary());
        assertThat(readable.find()).as(event.summary()).isTrue();
        assertThat(all).as("readable").noneMatch(list -> told.contains(list.key()) && fails(list));
        assertThat(Long.parseLong(readable.group(1))).isEqualTo(lists(told).size());
        told.clear();
      }
    }

    /** What has grown by half is told within a step after the five minutes. */
    private void checkExtentIsTold() {
      var alert = state.alerts.values().stream().filter(Alert::firing).findFirst();
      if (alert.isPresent() && Duration.between(lastTold, now).compareTo(STEP) > 0) {
        var failing = failing(Objects.requireNonNull(alert.get().reason()));
        assertThat(failing.size() * 2).as("untold").isLessThan(Math.max(told.size(), 1) * 3);
      }
    }

    private List<ListHealth> failing(String word) {
      return all.stream()
          .filter(list -> list.fault != null && list.fault.reason().word().equals(word))
          .toList();
    }

    private static boolean fails(ListHealth list) {
      return list.fault != null;
    }

    private String extent(List<ListHealth> failing) {
      var keys = failing.stream().map(ListHealth::key).collect(Collectors.toSet());
      return lists(keys).isEmpty()
          ? "discovery"
          : lists(keys).size() + " of " + all.stream().filter(one -> one.source != null).count();
    }

    private List<String> lists(Set<String> keys) {
      return all.stream()
          .filter(one -> one.source != null && keys.contains(one.key()))
          .map(ListHealth::key)
          .toList();
    }

    private static @Nullable String extent(String summary) {
      var extent = EXTENT.matcher(summary);
      if (extent.find()) {
        return extent.group(1) + " of " + extent.group(2);
      }
      return summary.contains("its zones and accounts cannot be listed") ? "discovery" : summary;
    }
  }
}
