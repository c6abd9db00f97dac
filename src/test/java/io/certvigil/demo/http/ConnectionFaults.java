package io.certvigil.demo.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.server.Request;

/** Closes connections in ways that violate HTTP. */
public final class ConnectionFaults {
  private ConnectionFaults() {}

  /** Closes the connection after the bytes written so far. */
  public static void close(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  /** A TCP reset: closes the connection with SO_LINGER 0. */
  public static void reset(Request request) throws IOException {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }
    endPoint.close();
  }
}
