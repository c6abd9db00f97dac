package io.certvigil.web.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Serves the requests of one path. */
@FunctionalInterface
public interface Endpoint {
  int PIECE_BYTES = 64 * 1024;
  String HTML = "text/html; charset=utf-8";
  String PLAIN = "text/plain; charset=utf-8";

  /** Writes the whole response, blocking; for HEAD only the headers. */
  void write(Request request, Response response) throws IOException;

  /** Writes a complete text as the response. */
  static void text(Request request, Response response, int status, String type, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    if (HttpMethod.HEAD.is(request.getMethod()) || bytes.length == 0) {
      Content.Sink.write(response, true, ByteBuffer.allocate(0));
    }
    // In pieces, so that a client that takes them can be told from one that does not.
    for (int from = 0; from < bytes.length && !HttpMethod.HEAD.is(request.getMethod()); ) {
      int length = Math.min(PIECE_BYTES, bytes.length - from);
      var piece = ByteBuffer.wrap(bytes, from, length);
      from += length;
      Content.Sink.write(response, from == bytes.length, piece);
    }
  }
}
