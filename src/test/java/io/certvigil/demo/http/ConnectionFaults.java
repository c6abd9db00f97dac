package io.certvigil.demo.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.server.Request;

/** Ends connections in the ways that HTTP does not foresee. */
public final class ConnectionFaults {
  private ConnectionFaults() {}

  /** The end of the stream, after what was written. */
  public static void close(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  /** A TCP reset: closed while nothing may linger. */
  public static void reset(Request request) throws IOException {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }
    endPoint.close();
  }
}
