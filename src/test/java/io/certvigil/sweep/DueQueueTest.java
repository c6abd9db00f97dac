package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DueQueueTest {
  private static final ResourceRef ACCOUNT = new ResourceRef("a", "acme");

  /** The due scopes in the store, in its order; a stored scope is removed. */
  private final List<WatchedScope> stored = new ArrayList<>();

  private final List<Integer> requested = new ArrayList<>();
  private final DueQueue due =
      new DueQueue(
          most -> {
            requested.add(most);
            return stored.stream().limit(most).toList();
          });

  @Test
  void everyDueScope_isReturnedOnce() {
    fill(1000);

    assertThat(drain()).hasSize(1000).doesNotHaveDuplicates();
  }

  @Test
  void scopesAreReadInBatches() {
    fill(1000);

    drain();

    assertThat(requested).hasSize(11).containsOnly(100);
  }

  @Test
  void scopeThatBecameUrgent_comesBeforeTheRest() {
    fill(300);
    for (int i = 0; i < 100; i++) {
      settle(due.next().orElseThrow());
    }

    stored.addFirst(list(0)); // read already, and due again

    assertThat(due.next()).contains(list(0));
  }

  @Test
  void scopeThatCannotBeStored_isTriedOnce() {
    fill(150);

    assertThat(Stream.generate(due::next).limit(150)).doesNotHaveDuplicates();
    assertThat(due.next()).isEmpty();
  }

  @Test
  void queueEnds_whenTheStoreAcceptsNoWrites() {
    fill(1000);

    assertThat(Stream.generate(due::next).takeWhile(one -> one.isPresent())).hasSize(200);
  }

  private List<WatchedScope> drain() {
    var all = new ArrayList<WatchedScope>();
    for (var one = due.next(); one.isPresent(); one = due.next()) {
      all.add(one.get());
      settle(one.get());
    }
    return all;
  }

  private void settle(WatchedScope watched) {
    stored.remove(watched);
    due.markStored(watched);
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      stored.add(list(i));
    }
  }

  private static WatchedScope list(int at) {
    var scope =
        Scope.ofZone(Source.CLIENT_CERTIFICATES, ACCOUNT, new ResourceRef("" + at, "zone" + at));
    return new WatchedScope(scope, "main", "main", Duration.ofHours(1), Map.of());
  }
}
