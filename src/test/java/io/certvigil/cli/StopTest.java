package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StopTest {
  @Test
  void signal_decidesTheExitCode() throws InterruptedException {
    var stop = new Stop();

    stop.end(Exit.INTERRUPTED);

    assertThat(stop.await()).isEqualTo(130);
  }

  @Test
  void close_isAwaited() throws InterruptedException {
    var closed = new AtomicBoolean();

    Stop.within(() -> closed.set(true));

    assertThat(closed).isTrue();
  }

  @Test
  void close_mayFail() throws InterruptedException {
    var reached = new AtomicBoolean();

    Stop.within(
        () -> {
          reached.set(true);
          throw new IllegalStateException("on purpose");
        });

    assertThat(reached).isTrue();
  }
}
