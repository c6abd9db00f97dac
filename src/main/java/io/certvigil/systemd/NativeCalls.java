package io.certvigil.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Calls of the C library without a Java equivalent: datagrams over Unix sockets, and the monotonic
 * clock. The constants are those of Linux. The class is loaded only if systemd started the daemon.
 */
final class NativeCalls {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDTO =
      call("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOCK_GETTIME =
      call("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);

  private NativeCalls() {}

  @SuppressWarnings("restricted") // the launcher and the manifest enable native access
  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  static int socket(Arena arena, int family, int type) {
    var state = arena.allocate(STATE);
    try {
      return (int) checked("socket", state, (int) SOCKET.invokeExact(state, family, type, 0));
    } catch (Throwable e) { // invokeExact declares Throwable
      throw rethrown(e);
    }
  }

  static void setOption(Arena arena, int socket, int level, int option, MemorySegment value) {
    var state = arena.allocate(STATE);
    int size = (int) value.byteSize();
    try {
      int answer = (int) SETSOCKOPT.invokeExact(state, socket, level, option, value, size);
      checked("setsockopt", state, answer);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void sendTo(
      Arena arena, int socket, MemorySegment message, int flags, MemorySegment address) {
    var state = arena.allocate(STATE);
    int size = (int) address.byteSize();
    try {
      long sent =
          (long)
              SENDTO.invokeExact(state, socket, message, message.byteSize(), flags, address, size);
      checked("sendto", state, sent);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void close(Arena arena, int socket) {
    var state = arena.allocate(STATE);
    try {
      checked("close", state, (int) CLOSE.invokeExact(state, socket));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Writes two 64-bit numbers: seconds and nanoseconds. */
  static void clock(Arena arena, int clock, MemorySegment time) {
    var state = arena.allocate(STATE);
    try {
      checked("clock_gettime", state, (int) CLOCK_GETTIME.invokeExact(state, clock, time));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static long checked(String name, MemorySegment state, long answer) {
    if (answer < 0) {
      throw new NotifyException(name + " failed, errno " + (int) ERRNO.get(state, 0L));
    }
    return answer;
  }

  private static RuntimeException rethrown(Throwable e) {
    return switch (e) {
      case RuntimeException ours -> ours;
      case Error error -> throw error;
      default -> new IllegalStateException("a native call threw a checked exception", e);
    };
  }
}
