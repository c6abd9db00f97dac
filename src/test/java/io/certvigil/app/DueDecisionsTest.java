package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DueDecisionsTest {
  private static final long A_SECOND = 1_000_000_000;

  private final List<Long> decided = new ArrayList<>();
  private final List<Long> due = new ArrayList<>(LongStream.range(0, 10).boxed().toList());
  private long cost = A_SECOND;
  private long broken = -1;
  private long now;
  private final DueDecisions subject =
      new DueDecisions(() -> List.copyOf(due), this::decide, () -> now);

  private void decide(long list) {
    now += cost;
    if (list == broken) {
      throw new IllegalStateException("the disk is full");
    }
    decided.add(list);
    due.remove(list);
  }

  @Test
  void slice_endsWithItsTime_andTheNextContinuesInOrder() {
    subject.slice();
    assertThat(decided).containsExactly(0L, 1L, 2L);
    assertThat(subject.complete()).isFalse();

    subject.slice();
    assertThat(decided).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);

    subject.slice();
    subject.slice();
    assertThat(decided).isSorted().hasSize(10);
    assertThat(subject.complete()).isTrue();
  }

  @Test
  void listThatTakesLonger_isDecidedAlone() {
    cost = 5 * A_SECOND;

    subject.slice();
    subject.slice();

    assertThat(decided).containsExactly(0L, 1L);
  }

  @Test
  void whatBecomesDueMeanwhile_waitsForTheNextMinute() {
    subject.slice();
    due.addFirst(99L);
    while (!subject.complete()) {
      subject.slice();
    }
    assertThat(decided).doesNotContain(99L);

    subject.slice();
    assertThat(decided).contains(99L);
  }

  @Test
  void failure_endsTheRun_andNothingIsForgotten() {
    broken = 4;
    subject.slice();
    assertThatThrownBy(subject::slice).hasMessage("the disk is full");
    assertThat(subject.complete()).as("no further attempt in this minute").isTrue();

    broken = -1;
    do {
      subject.slice();
    } while (!subject.complete());
    assertThat(decided)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 10).boxed().toList());
  }
}
