package io.certvigil.cli.daemon;

import io.certvigil.cli.terminal.ExitCode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the signal that stops the daemon. The JVM's default handler would exit with 143 and run
 * shutdown hooks while all threads are still running.
 */
final class ShutdownSignal {
  private static final Logger log = LoggerFactory.getLogger(ShutdownSignal.class);
  private static final Duration LONGEST = Duration.ofSeconds(9);

  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /** SIGTERM exits with 0, SIGINT with 130; a second SIGINT exits without waiting. */
  void installHandlers(Runnable onHangup) {
    handle("TERM", () -> requestExit(ExitCode.SUCCESS));
    handle("INT", () -> requestExit(ExitCode.INTERRUPTED));
    handle("HUP", onHangup);
  }

  /**
   * Ignores SIGHUP, whose default is to end the process, until the daemon can reload. Nothing is
   * lost: the config is read later.
   */
  static void ignoreHangup() {
    handle("HUP", () -> {});
  }

  void requestExit(int code) {
    // SIGTERM may arrive twice: to the process and to its process group.
    if (!exit.complete(code) && code == ExitCode.INTERRUPTED) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }

  /** Waits for a signal and returns its exit code. */
  int await() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("never fails", e);
    }
  }

  /** Closes, but waits 9 seconds at most: uncommitted work is repeated after the next start. */
  static void closeWithinLimit(Runnable close) throws InterruptedException {
    var closing = Thread.ofPlatform().daemon().name("close").start(() -> closeAndLog(close));
    if (!closing.join(LONGEST)) {
      log.atError().addKeyValue("after", LONGEST).log("did not stop in time; exiting anyway");
    }
  }

  private static void closeAndLog(Runnable close) {
    try {
      close.run();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("did not stop cleanly");
    }
  }

  // By reflection: javac warns about sun.misc, and that warning cannot be disabled.
  private static void handle(String name, Runnable then) {
    try {
      var type = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              ShutdownSignal.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  then.run();
                }
                return null;
              });
      var signal = type.getConstructor(String.class).newInstance(name);
      type.getMethod("handle", type, handler).invoke(null, signal, proxy);
    } catch (ReflectiveOperationException e) {
      log.atWarn()
          .addKeyValue("signal", name)
          .setCause(e)
          .log("signal cannot be handled on this platform");
    }
  }
}
