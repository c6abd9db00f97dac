package io.certvigil.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** What a server does with a connection instead of a complete reply. */
public interface SocketFault {
  void happen(Socket connection, OutputStream out) throws IOException;

  static SocketFault drop() {
    return (connection, out) -> connection.close();
  }

  static SocketFault reset() {
    return (connection, out) -> {
      connection.setSoLinger(true, 0);
      connection.close();
    };
  }

  /** Sends nothing until the client closes the connection. */
  static SocketFault hang() {
    return (connection, out) -> connection.getInputStream().readAllBytes();
  }

  static SocketFault send(String text) {
    return (connection, out) -> {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    };
  }

  /** Sends this text again and again, slowly. */
  static SocketFault dribble(String text) {
    return (connection, out) -> {
      while (!connection.isClosed()) {
        send(text).happen(connection, out);
        LockSupport.parkNanos(20_000_000);
      }
    };
  }

  /** Sends this text again and again. */
  static SocketFault endless(String text) {
    return (connection, out) -> {
      while (!connection.isClosed()) {
        send(text).happen(connection, out);
      }
    };
  }

  default SocketFault then(SocketFault next) {
    return (connection, out) -> {
      happen(connection, out);
      next.happen(connection, out);
    };
  }
}
