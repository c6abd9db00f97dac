package io.certvigil.cli.daemon;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/** Sends SIGHUP with kill(2): the API of Java can only terminate processes. */
final class Signals {
  private static final int HUP = 1;
  private static final int EPERM = 1;
  private static final int ESRCH = 3;

  private Signals() {}

  /** The result of sending a signal. */
  enum SignalResult {
    SENT,
    FORBIDDEN,
    NO_PROCESS
  }

  @SuppressWarnings("restricted") // the launcher and the manifest enable native access
  static SignalResult sendHangup(long pid) {
    var errno = Linker.Option.captureStateLayout();
    try (var arena = Arena.ofConfined()) {
      var linker = Linker.nativeLinker();
      var kill =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
              Linker.Option.captureCallState("errno"));
      var state = arena.allocate(errno);
      int failed = (int) kill.invokeExact(state, (int) pid, HUP);
      int why =
          (int) errno.varHandle(MemoryLayout.PathElement.groupElement("errno")).get(state, 0L);
      return failed == 0 ? SignalResult.SENT : sent(why);
    } catch (Throwable e) { // declared by invokeExact
      throw new IllegalStateException("kill(2)", e);
    }
  }

  private static SignalResult sent(int errno) {
    return switch (errno) {
      case EPERM -> SignalResult.FORBIDDEN;
      case ESRCH -> SignalResult.NO_PROCESS;
      default -> throw new IllegalStateException("kill(2): errno " + errno);
    };
  }
}
