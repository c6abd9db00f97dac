package io.certvigil.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Calls of the C library without a Java equivalent: datagrams over Unix sockets, the monotonic
 * clock, another user for the process and the width of the terminal. The constants are those of
 * Linux.
 */
public final class NativeCalls {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final int CLOCK_MONOTONIC = 1;
  private static final int STDOUT = 1;
  private static final long TIOCGWINSZ = 0x5413;
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_NOSIGNAL = 0x4000;

  // If nobody reads the socket, the sender must not block.
  private static final long SEND_TIMEOUT_SECONDS = 1;

  private NativeCalls() {}

  /**
   * Makes this process, with all its threads, one of another user and group, without other groups
   * and without a way back; returns 0 or the error number. The functions of the C library change
   * every thread, unlike the system calls of the same names.
   */
  public static int become(int uid, int gid) {
    try (var arena = Arena.ofConfined()) {
      int answer = call(arena, "setgroups", 0L, MemorySegment.NULL);
      answer = answer < 0 ? answer : call(arena, "setgid", gid);
      answer = answer < 0 ? answer : call(arena, "setuid", uid);
      return -answer;
    }
  }

  /** The columns of the terminal on standard output; empty if they are unknown. */
  public static OptionalInt terminalColumns() {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_SHORT, 4);
      // Each command calls this at its start; unlike call, an exact call needs no conversions.
      // It is variadic, but Linux passes its arguments like those of other functions.
      var ioctl = function("ioctl", JAVA_INT, JAVA_LONG, ADDRESS);
      int failed = (int) ioctl.invokeExact(arena.allocate(STATE), STDOUT, TIOCGWINSZ, size);
      int columns = size.getAtIndex(JAVA_SHORT, 1) & 0xffff;
      return failed == 0 && columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
    } catch (Throwable e) { // declared by invokeExact
      return OptionalInt.empty();
    }
  }

  /** Microseconds of {@code CLOCK_MONOTONIC}, the clock that systemd requires in messages. */
  static long monotonicMicros() {
    try (var arena = Arena.ofConfined()) {
      var time = arena.allocate(JAVA_LONG, 2);
      checked(arena, "clock_gettime", CLOCK_MONOTONIC, time);
      return time.getAtIndex(JAVA_LONG, 0) * 1_000_000 + time.getAtIndex(JAVA_LONG, 1) / 1_000;
    }
  }

  /**
   * Sends one datagram to a Unix socket; waits at most one second if nobody reads it.
   *
   * @param name the path and a zero, or a zero and the abstract name
   * @throws IllegalStateException if it could not be sent
   */
  static void send(byte[] name, byte[] message) {
    try (var arena = Arena.ofConfined()) {
      int socket = checked(arena, "socket", AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      try {
        var timeout = arena.allocateFrom(JAVA_LONG, SEND_TIMEOUT_SECONDS, 0);
        checked(
            arena,
            "setsockopt",
            socket,
            SOL_SOCKET,
            SO_SNDTIMEO,
            timeout,
            (int) timeout.byteSize());
        var address = address(arena, name);
        var bytes = arena.allocateFrom(JAVA_BYTE, message);
        checked(
            arena,
            "sendto",
            socket,
            bytes,
            bytes.byteSize(),
            MSG_NOSIGNAL,
            address,
            (int) address.byteSize());
      } finally {
        checked(arena, "close", socket);
      }
    }
  }

  private static MemorySegment address(Arena arena, byte[] name) {
    long family = JAVA_SHORT.byteSize();
    var address = arena.allocate(family + name.length, family);
    address.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(name, 0, address, JAVA_BYTE, family, name.length);
    return address;
  }

  private static int checked(Arena arena, String name, Object... arguments) {
    int answer = call(arena, name, arguments);
    if (answer < 0) {
      throw new IllegalStateException(name + " failed, errno " + -answer);
    }
    return answer;
  }

  /** Calls a function; returns its result, or the negative error number if that is negative. */
  private static int call(Arena arena, String name, Object... arguments) {
    try {
      var types = Arrays.stream(arguments).map(NativeCalls::layout).toArray(MemoryLayout[]::new);
      var state = arena.allocate(STATE);
      int answer = (int) function(name, types).bindTo(state).invokeWithArguments(arguments);
      return answer < 0 ? -(int) ERRNO.get(state, 0L) : answer;
    } catch (Throwable e) { // declared by invokeWithArguments
      throw new IllegalStateException(name + "(2)", e);
    }
  }

  /** A function that returns an int; its first argument receives the error number. */
  @SuppressWarnings("restricted") // the launcher and the manifest enable native access
  private static MethodHandle function(String name, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"));
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Integer _ -> JAVA_INT;
      case Long _ -> JAVA_LONG;
      default -> ADDRESS;
    };
  }
}
