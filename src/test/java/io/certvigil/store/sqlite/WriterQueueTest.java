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
  private final WriterQueue queue = new WriterQueue();

  @Test
  void settlingThread_goesBeforeThoseWaitingLonger() {
    var order = new ConcurrentLinkedQueue<String>();
    queue.acquire();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        executor.execute(() -> take(order, "other", queue::acquire));
      }
      await().until(() -> queue.waitingCount() == 3);
      executor.execute(() -> take(order, "settler", queue::acquireFirst));
      await().until(() -> queue.waitingCount() == 4);

      queue.release();
    }

    assertThat(order).containsExactly("settler", "other", "other", "other");
  }

  private void take(ConcurrentLinkedQueue<String> order, String who, Runnable enter) {
    enter.run();
    order.add(who);
    queue.release();
  }

  @Test
  void tryEnter_doesNotWait() {
    assertThat(queue.tryAcquire()).isTrue();
    assertThat(queue.tryAcquire()).isFalse();
  }

  @Test
  void writeWithinAWrite_isRefused() {
    queue.acquire();

    assertThatThrownBy(queue::acquire).isInstanceOf(IllegalStateException.class);
  }
}
