package io.certvigil.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cli.terminal.ExitCode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ShutdownSignalTest {
  @Test
  void signal_decidesTheExitCode() throws InterruptedException {
    var stop = new ShutdownSignal();

    stop.requestExit(ExitCode.INTERRUPTED);

    assertThat(stop.await()).isEqualTo(130);
  }

  @Test
  void close_isAwaited() throws InterruptedException {
    var closed = new AtomicBoolean();

    ShutdownSignal.closeWithinLimit(() -> closed.set(true));

    assertThat(closed).isTrue();
  }

  @Test
  void close_mayThrow() throws InterruptedException {
    var reached = new AtomicBoolean();

    ShutdownSignal.closeWithinLimit(
        () -> {
          reached.set(true);
          throw new IllegalStateException("on purpose");
        });

    assertThat(reached).isTrue();
  }
}
