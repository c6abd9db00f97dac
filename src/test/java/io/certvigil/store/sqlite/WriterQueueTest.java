package io.certvigil.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WriterQueueTest {
  private final WriterQueue turns = new WriterQueue();

  @Test
  void settler_goesBeforeThoseWhoWaitLonger() {
    var order = new ConcurrentLinkedQueue<String>();
    turns.enter();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        executor.execute(() -> take(order, "other", turns::enter));
      }
      await().until(() -> turns.waiting() == 3);
      executor.execute(() -> take(order, "settler", turns::enterFirst));
      await().until(() -> turns.waiting() == 4);

      turns.leave();
    }

    assertThat(order).containsExactly("settler", "other", "other", "other");
  }

  private void take(ConcurrentLinkedQueue<String> order, String who, Runnable enter) {
    enter.run();
    order.add(who);
    turns.leave();
  }

  @Test
  void tryEnter_doesNotWait() {
    assertThat(turns.tryEnter()).isTrue();
    assertThat(turns.tryEnter()).isFalse();
  }

  @Test
  void writeWithinAWrite_isRefused() {
    turns.enter();

    assertThatThrownBy(turns::enter).isInstanceOf(IllegalStateException.class);
  }
}
