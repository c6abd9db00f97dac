package io.certvigil.systemd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The socket on which the service manager listens: a path, or with {@code @} an abstract name. */
final class NotifySocket {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final int FAMILY_SIZE = 2;
  private static final int MAX_NAME_LENGTH = 108;

  // Where systemd does not read, the daemon's own work goes on.
  private static final long SEND_TIMEOUT_SECONDS = 1;

  private final byte[] name;

  private NotifySocket(byte[] name) {
    this.name = name;
  }

  /**
   * Sends nothing yet.
   *
   * @param name as {@code NOTIFY_SOCKET} has it
   * @throws IllegalArgumentException where it is none, or too long for the system
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
   * One datagram; waits for a second where systemd does not read.
   *
   * @throws NotifyException where it could not be sent
   */
  void send(String message) {
    try (var arena = Arena.ofConfined()) {
      int socket = NativeCalls.socket(arena, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC);
      try {
        var patience = arena.allocateFrom(JAVA_LONG, SEND_TIMEOUT_SECONDS, 0);
        NativeCalls.setOption(arena, socket, SOL_SOCKET, SO_SNDTIMEO, patience);
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
