package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CancellationTest {
  private static final Duration PROMPTLY = Duration.ofSeconds(3);

  private final AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();
  private final AtomicBoolean flag = new AtomicBoolean();

  @Test
  void endsWithoutAResult_whenTheCallerIsInterrupted() {
    try (var subject = new CloudflareFixture(ReadingFault.HANGS.script, Duration.ofMinutes(5))) {
      var caller = reading(subject);

      caller.interrupt();

      await().atMost(PROMPTLY).until(() -> !caller.isAlive());
      assertThat(thrown.get()).isInstanceOf(CancellationException.class);
      assertThat(flag).isTrue();
    }
  }

  @Test
  void endsWithoutAResult_whenItIsClosed() {
    try (var subject = new CloudflareFixture(ReadingFault.HANGS.script, Duration.ofMinutes(5))) {
      var caller = reading(subject);

      subject.cloudflare.close();

      await().atMost(PROMPTLY).until(() -> !caller.isAlive());
      assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void endsWithoutAResult_whenInterruptedBetweenManyPages() {
    FakeApi.Script script =
        (request, out) -> {
          if (request.page() < 3) {
            ApiBodies.list(5000, 50).answer(request, out);
          } else {
            ReadingFault.HANGS.script.answer(request, out);
          }
        };
    try (var subject = new CloudflareFixture(script, Duration.ofMinutes(5))) {
      var caller = reading(subject);
      await().atMost(PROMPTLY).until(() -> subject.api.requests().size() >= 10);

      caller.interrupt();

      await().atMost(PROMPTLY).until(() -> !caller.isAlive());
      assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void refuses_whenClosed() {
    try (var subject = new CloudflareFixture(ApiBodies.list(1, 50))) {
      subject.cloudflare.close();

      assertThatThrownBy(() -> subject.read(CloudflareFixture.CLIENTS))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void refuses_whenTheCredentialIsUnknown() {
    try (var subject = new CloudflareFixture(ApiBodies.list(1, 50))) {
      assertThatThrownBy(() -> subject.cloudflare.discover("missing"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("missing");
    }
  }

  private Thread reading(CloudflareFixture subject) {
    var caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    subject.read(CloudflareFixture.CLIENTS);
                  } catch (RuntimeException e) {
                    thrown.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                  }
                });
    await().atMost(PROMPTLY).until(() -> !subject.api.requests().isEmpty());
    return caller;
  }
}
