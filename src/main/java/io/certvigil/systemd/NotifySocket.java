package io.certvigil.systemd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The socket on which the service manager listens: a path, or an abstract name that starts with
 * {@code @}.
 */
final class NotifySocket {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final int FAMILY_SIZE = 2;
  private static final int MAX_NAME_LENGTH = 108;

  // If systemd does not read, the daemon must not block.
  private static final long SEND_TIMEOUT_SECONDS = 1;

  private final byte[] name;

  private NotifySocket(byte[] name) {
    this.name = name;
  }

  /**
   * Creates the socket object; sends nothing yet.
   *
   * @param name the value of {@code NOTIFY_SOCKET}
   * @throws IllegalArgumentException if the name is invalid, or too long for the system
   */
  static NotifySocket named(String name) {
    if (!name.startsWith("/") && !name.startsWith("@")) {
      throw new IllegalArgumentException("NOTIFY_SOCKET: must begin with / or @, was " + name);
    }
    boolean isAbstract = name.startsWith("@");
    // An abstract name begins with a zero and ends with its length, a path ends with a zero.
    var bytes = (isAbstract ? "\0" + name.substring(1) : name + "\0").getBytes(UTF_8);
    if (bytes.length > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "NOTIFY_SOCKET: must be at most %d bytes, was %d"
              .formatted(MAX_NAME_LENGTH, bytes.length));
    }
    return new NotifySocket(bytes);
  }

  /**
   * Sends one datagram; waits at most one second if systemd does not read.
   *
   * @throws NotifyException if it could not be sent
   */
  void send(String message) {
    try (var arena = Arena.ofConfined()) {
      int socket = NativeCalls.socket(arena, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC);
      try {
        var timeout = arena.allocateFrom(JAVA_LONG, SEND_TIMEOUT_SECONDS, 0);
        NativeCalls.setOption(arena, socket, SOL_SOCKET, SO_SNDTIMEO, timeout);
        var bytes = arena.allocateFrom(JAVA_BYTE, message.getBytes(UTF_8));
        NativeCalls.sendTo(arena, socket, bytes, MSG_NOSIGNAL, address(arena));
      } finally {
        NativeCalls.close(arena, socket);
      }
    }
  }

  private MemorySegment address(Arena arena) {
    var address = arena.allocate(FAMILY_SIZE + (long) name.length, FAMILY_SIZE);
    address.set(JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY_SIZE, name.length);
    return address;
  }
}
