package io.certvigil.demo.receiver;

import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** How a {@link WebhookReceiver} replies to one message that it has read. */
public interface WebhookReply {
  /** 204. */
  WebhookReply NO_CONTENT = (request, response, callback) -> send(204, response, callback);

  void send(Request request, Response response, Callback callback) throws IOException;

  /** Whether the reply acknowledges the message. */
  default boolean acknowledges() {
    return true;
  }

  /** Sends this status without a body. */
  static void send(int status, Response response, Callback callback) {
    response.setStatus(status);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }
}
