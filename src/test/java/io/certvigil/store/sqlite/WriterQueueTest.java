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
    turns.acquire();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        executor.execute(() -> take(order, "other", turns::acquire));
      }
      await().until(() -> turns.waitingCount() == 3);
      executor.execute(() -> take(order, "settler", turns::acquireFirst));
      await().until(() -> turns.waitingCount() == 4);

      turns.release();
    }

    assertThat(order).containsExactly("settler", "other", "other", "other");
  }

  private void take(ConcurrentLinkedQueue<String> order, String who, Runnable enter) {
    enter.run();
    order.add(who);
    turns.release();
  }

  @Test
  void tryEnter_doesNotWait() {
    assertThat(turns.tryAcquire()).isTrue();
    assertThat(turns.tryAcquire()).isFalse();
  }

  @Test
  void writeWithinAWrite_isRefused() {
    turns.acquire();

    assertThatThrownBy(turns::acquire).isInstanceOf(IllegalStateException.class);
  }
}
