package io.certvigil.store;

import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** So many lists are due at once that they are decided in several slices. */
class ManyDueTest extends StoreTestBase {
  private static final int LISTS = 300;

  private final Random random = new Random(2026);
  private final Instant later = TODAY.plus(Duration.ofDays(100));
  private final List<WatchedScope> lists =
      IntStream.range(0, LISTS)
          .mapToObj(at -> StoreFixture.zone("z" + at, at + ".example"))
          .toList();

  @BeforeEach
  void commitLists() {
    store().applyConfig(List.of("main"), Set.of(), "old rules", TODAY);
    for (var list : lists) {
      // Some far ones too, and some that have expired when they are decided.
      commit(list, TODAY, certificate("c", Duration.ofHours(24 * 90 + random.nextInt(24 * 300))));
    }
    store().applyConfig(List.of("main"), Set.of(), "new rules", later);
  }

  @Test
  void nearestExpiry_isDecidedFirst() {
    var ends = new ArrayList<Instant>();

    DueLists.decide(store(), POLICY, later, done -> ends.add(end(done)));

    assertThat(ends).hasSize(LISTS);
    var urgent =
        ends.stream()
            .filter(end -> end.isAfter(later.minus(Duration.ofDays(1))))
            .filter(end -> end.isBefore(later.plus(Duration.ofDays(90))))
            .toList();
    assertThat(urgent).isSorted().hasSizeGreaterThan(50);
    assertThat(ends.subList(0, urgent.size())).isEqualTo(urgent);
    assertThat(store().readings().due(later)).isEmpty();
  }

  @Test
  void slices_withARestartBetween_tellTheSameAsOneRun() {
    var told = new ArrayList<String>();
    while (!store().readings().due(later).isEmpty()) {
      store().readings().due(later).stream()
          .limit(70)
          .forEach(list -> store().readings().decideAgain(list, POLICY, later, add(told)));
      reopen();
    }

    assertThat(told).doesNotHaveDuplicates();
    assertThat(told).containsExactlyInAnyOrderElementsOf(expected());
  }

  private Consumer<CommittedScope> add(List<String> told) {
    return done -> done.events().forEach(event -> told.add(line(done, event.type().word())));
  }

  /** What crossed a step in these hundred days: all that expire within the longest one. */
  private List<String> expected() {
    var again = new Random(2026);
    var lines = new ArrayList<String>();
    for (var list : lists) {
      var left = Duration.ofHours(24 * 90 + again.nextInt(24 * 300)).minus(Duration.ofDays(100));
      if (left.compareTo(Duration.ofDays(60)) <= 0) {
        lines.add(
            list.scope().key()
                + (left.isPositive() ? " certificate.expiring" : " certificate.expired"));
      }
    }
    return lines;
  }

  private static String line(CommittedScope done, String type) {
    return done.watched().scope().key() + " " + type;
  }

  private static Instant end(CommittedScope done) {
    return done.known().items().values().iterator().next().certificate().notAfter().orElseThrow();
  }
}
