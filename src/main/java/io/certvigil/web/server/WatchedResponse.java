package io.certvigil.web.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A response that records how long its bytes wait for the client. */
final class WatchedResponse extends Response.Wrapper {
  private final ClientConnection client;

  private WatchedResponse(Request request, Response response, ClientConnection client) {
    super(request, response);
    this.client = client;
  }

  static Response of(Request request, Response response) {
    var client = ClientConnection.of(request);
    return client == null ? response : new WatchedResponse(request, response, client);
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    if (content == null || !content.hasRemaining()) {
      super.write(last, content, callback);
      return;
    }
    client.hold(
        Math.max(content.remaining(), getHeaders().getLongField(HttpHeader.CONTENT_LENGTH)));
    client.beginWrite();
    super.write(
        last,
        content,
        new Callback.Nested(callback) {
          @Override
          public void succeeded() {
            client.endWrite();
            super.succeeded();
          }

          @Override
          public void failed(Throwable cause) {
            client.endWrite();
            super.failed(cause);
          }
        });
  }
}
