package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Random lists that are good, but not as documented: each certificate of them must be seen with its
 * end, and only a list that was read whole may be complete. {@code -Dcertvigil.hostile.lists} sets
 * how many are tried, {@code -Dcertvigil.hostile.first} the seed of the first; the next lists have
 * the next seeds.
 */
class HostileListsTest {
  private static final int LISTS = Integer.getInteger("certvigil.hostile.lists", 400);
  private static final int FIRST = Integer.getInteger("certvigil.hostile.first", 0);

  /** A client and its server remember every request, so each serves only so many lists. */
  private static final int LISTS_OF_A_CLIENT = 200;

  /** Longer than any pause that a rate limit demands. */
  private static final Duration UNTIL_THE_NEXT_READING = Duration.ofHours(25);

  @Test
  void everyCertificateIsSeen_andOnlyWholeListsAreComplete() {
    var failures = new ArrayList<String>();
    int end = FIRST + LISTS;
    for (int seed = FIRST; seed < end; seed += LISTS_OF_A_CLIENT) {
      readLists(seed, Math.min(end, seed + LISTS_OF_A_CLIENT), failures);
    }

    assertThat(failures).isEmpty();
  }

  private static void readLists(int first, int end, List<String> failures) {
    var current = new AtomicReference<HostileList>();
    FakeApi.Script script = (request, out) -> current.get().answer(request, out);
    try (var subject = new CloudflareFixture(script)) {
      for (int seed = first; seed < end; seed++) {
        var list = new HostileList(seed);
        current.set(list);
        try {
          readTwice(list, subject);
        } catch (AssertionError e) {
          failures.add(list + ": " + e.getMessage());
        }
      }
    }
  }

  /** The fault, if the list has one, is over before the second reading. */
  private static void readTwice(HostileList list, CloudflareFixture subject) {
    list.begin(true);
    list.check(subject.read(list.scope()));
    if (list.faulted()) {
      subject.ticker.advance(UNTIL_THE_NEXT_READING);
      list.begin(false);
      list.check(subject.read(list.scope()));
    }
  }
}
