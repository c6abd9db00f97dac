package io.certvigil.demo.simulator;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends the response to one request.
 *
 * @param ray the value of the header {@code cf-ray}
 */
record ResponseSender(
    Request request, Response response, Callback callback, Instant now, String ray) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  void send(ApiResponse answer) {
    setHead(answer);
    var bytes = answer.bytes();
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  /** Sets the status and all headers but the length; sends nothing. */
  void setHead(ApiResponse answer) {
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    headers.put(HttpHeader.DATE, HTTP_DATE.format(now));
    headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
    headers.put("cf-ray", ray);
    headers.put(HttpHeader.SERVER, "cloudflare");
    answer.headers().forEach(headers::put);
  }
}
