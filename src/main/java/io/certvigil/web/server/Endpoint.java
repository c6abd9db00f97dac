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
    var body =
        HttpMethod.HEAD.is(request.getMethod()) ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes);
    Content.Sink.write(response, true, body);
  }
}
