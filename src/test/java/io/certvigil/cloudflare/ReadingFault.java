package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.error;
import static io.certvigil.cloudflare.FakeApi.always;
import static io.certvigil.cloudflare.FakeApi.head;

import io.certvigil.model.FaultReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Faults of a remote, with the expected reason and the expected number of requests. */
@SuppressWarnings("ImmutableEnumChecker") // a script is a lambda without state
enum ReadingFault {
  INTERNAL_ERROR(FaultReason.HTTP_5XX, 3, always(500, error(1001, "oops"))),
  BAD_GATEWAY_HTML(FaultReason.HTTP_5XX, 3, html(502)),
  UNAVAILABLE_EMPTY(FaultReason.HTTP_5XX, 3, always(503, "")),
  EDGE_525(FaultReason.HTTP_5XX, 3, html(525)),
  HTML(FaultReason.MALFORMED, 1, html(200)),
  PLAIN_TEXT(FaultReason.MALFORMED, 1, always(200, "fine", "Content-Type: text/plain")),
  EMPTY(FaultReason.MALFORMED, 1, always(200, "")),
  NOT_SUCCESSFUL(FaultReason.MALFORMED, 1, always(200, error(1000, "no"))),
  NO_SUCCESS(FaultReason.MALFORMED, 1, always(200, "{\"result\":[]}")),
  SUCCESS_AS_TEXT(FaultReason.MALFORMED, 1, always(200, "{\"success\":\"true\",\"result\":[]}")),
  NULL_RESULT(FaultReason.MALFORMED, 1, ok("null")),
  OBJECT_RESULT(FaultReason.MALFORMED, 1, ok("{\"id\":\"a\",\"certificates\":[]}")),
  TEXT_RESULT(FaultReason.MALFORMED, 1, ok("\"[]\"")),
  NO_RESULT(FaultReason.MALFORMED, 1, always(200, "{\"success\":true,\"errors\":[]}")),
  TWO_RESULTS(
      FaultReason.MALFORMED, 1, always(200, "{\"success\":true,\"result\":[],\"result\":[]}")),
  ARRAY(FaultReason.MALFORMED, 1, always(200, "[]")),
  JSON_NULL(FaultReason.MALFORMED, 1, always(200, "null")),
  LENIENT_JSON(FaultReason.MALFORMED, 1, always(200, "{success:true,'result':[]}")),
  GARBAGE_AFTERWARDS(FaultReason.MALFORMED, 1, always(200, "{\"success\":true,\"result\":[]} x")),
  TWO_DOCUMENTS(FaultReason.MALFORMED, 1, always(200, "{\"success\":true,\"result\":[]}{}")),
  DEEP(FaultReason.MALFORMED, 1, ok("[".repeat(100_000) + "]".repeat(100_000))),
  DEEP_IN_AN_ITEM(
      FaultReason.MALFORMED, 1, ok("[{\"id\":\"a\",\"uid\":\"a\",\"x\":" + nested(100_000) + "}]")),
  FRACTION_OF_A_COUNT(
      FaultReason.MALFORMED,
      1,
      always(200, "{\"success\":true,\"result\":[],\"result_info\":{\"total_count\":0.5}}")),
  HUGE(FaultReason.MALFORMED, 1, ReadingFault::huge),
  ENDLESS(FaultReason.MALFORMED, 1, ReadingFault::endless),
  GZIP_BOMB(FaultReason.MALFORMED, 1, ReadingFault::gzipBomb),
  NO_GZIP(
      FaultReason.MALFORMED,
      1,
      always(200, "{\"success\":true,\"result\":[]}", "Content-Encoding: gzip")),
  NO_CONTENT(FaultReason.MALFORMED, 1, always(204, "")),
  REDIRECT(FaultReason.MALFORMED, 1, always(302, "", "Location: http://169.254.169.254/")),
  TRUNCATED(FaultReason.NETWORK, 3, (_, out) -> truncate(out, "Content-Length: 500")),
  TRUNCATED_CHUNK(FaultReason.NETWORK, 3, (_, out) -> truncate(out, "Transfer-Encoding: chunked")),
  TRUNCATED_SILENTLY(FaultReason.NETWORK, 3, (_, out) -> truncate(out, "X: y")),
  TRUNCATED_GZIP(FaultReason.NETWORK, 3, ReadingFault::halfGzip),
  CLOSED(FaultReason.NETWORK, 3, (_, _) -> {}),
  NO_HTTP(
      FaultReason.NETWORK,
      3,
      (_, out) -> out.write("220 smtp ready\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
  RESET(FaultReason.NETWORK, 3, (_, _) -> reset(null)),
  RESET_IN_THE_MIDDLE(FaultReason.NETWORK, 3, (_, out) -> reset(out)),
  HANGS(FaultReason.TIMEOUT, 3, (_, _) -> hang()),
  HANGS_IN_THE_MIDDLE(FaultReason.TIMEOUT, 3, ReadingFault::hangLater),
  DRIBBLES(FaultReason.TIMEOUT, 3, ReadingFault::dribble),
  DRIBBLES_ITS_HEAD(FaultReason.TIMEOUT, 3, ReadingFault::dribbleHead),
  UNAUTHORIZED(FaultReason.UNAUTHORIZED, 1, always(401, error(1000, "Invalid API Token"))),
  FORBIDDEN(FaultReason.FORBIDDEN, 1, always(403, error(9109, "Unauthorized to access"))),
  MALFORMED_TOKEN(FaultReason.UNAUTHORIZED, 1, always(400, error(6003, "Invalid request headers"))),
  DEAD_TOKEN(FaultReason.UNAUTHORIZED, 1, always(403, error(9109, "Invalid access token"))),
  TOKEN_OF_ANOTHER_ADDRESS(
      FaultReason.UNAUTHORIZED,
      1,
      always(403, error(9109, "Cannot use the access token from location: 192.0.2.7"))),
  NO_PERMISSION(FaultReason.FORBIDDEN, 1, always(403, error(10000, "Authentication error"))),
  NOT_GRANTED(FaultReason.FORBIDDEN, 1, always(403, error(1450, "ACM not granted for this zone"))),
  NO_QUOTA(FaultReason.FORBIDDEN, 1, always(400, error(1404, "No quota has been allocated"))),
  BAD_REQUEST(
      FaultReason.HTTP_4XX, 1, always(400, error(1406, "Bad response certificate service"))),
  UNKNOWN_CODE_403(FaultReason.HTTP_4XX, 1, always(403, error(1, "no"))),
  CHALLENGE_HTML(FaultReason.HTTP_4XX, 1, html(403)),
  FORBIDDEN_EMPTY(FaultReason.HTTP_4XX, 1, always(403, "")),
  FORBIDDEN_TEXT(
      FaultReason.HTTP_4XX, 1, always(403, "code 9109: Unauthorized", "Content-Type: text/plain")),
  FORBIDDEN_ODD_TYPE(
      FaultReason.HTTP_4XX, 1, always(403, "<html>", "Content-Type: text/html; code 9109: no")),
  FORBIDDEN_JSON_CUT(
      FaultReason.HTTP_4XX, 1, always(403, "{\"errors\":[{\"code\":9109,\"message\":\"Unauth")),
  NOT_FOUND(FaultReason.HTTP_4XX, 1, always(404, error(7003, "Could not route"))),
  NOT_FOUND_HTML(FaultReason.HTTP_4XX, 1, html(404)),
  TOO_MANY(FaultReason.RATE_LIMITED, 1, always(429, error(971, "Please wait"))),
  TOO_MANY_HTML(FaultReason.RATE_LIMITED, 1, html(429)),
  TOO_MANY_FOR_AN_HOUR(
      FaultReason.RATE_LIMITED, 1, always(429, error(971, "Please wait"), "Retry-After: 3600")),
  TOO_MANY_FOR_A_MOMENT(
      FaultReason.RATE_LIMITED, 3, always(429, error(971, "Please wait"), "Retry-After: 2"));

  final FaultReason reason;
  final int requests;
  final FakeApi.Script script;

  ReadingFault(FaultReason reason, int requests, FakeApi.Script script) {
    this.reason = reason;
    this.requests = requests;
    this.script = script;
  }

  private static FakeApi.Script html(int status) {
    return always(
        status, "<!DOCTYPE html><html><body>error</body></html>", "Content-Type: text/html");
  }

  private static FakeApi.Script ok(String result) {
    return always(
        200, "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":" + result + "}");
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  private static void truncate(OutputStream out, String framing) throws IOException {
    out.write(head(200, framing));
    out.write((framing.contains("chunked") ? "500\r\n" : "").getBytes(StandardCharsets.US_ASCII));
    out.write(
        "{\"success\":true,\"result\":[{\"id\":\"a\",\"uid\":\"a\",\"certificates\":[]}"
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static void huge(FakeApi.Request request, OutputStream out) throws IOException {
    out.write(head(200, "Content-Length: " + (300L << 20)));
    items(out, 300L << 20);
  }

  private static void endless(FakeApi.Request request, OutputStream out) throws IOException {
    out.write(head(200, "X: y"));
    items(out, Long.MAX_VALUE);
  }

  private static void gzipBomb(FakeApi.Request request, OutputStream out) throws IOException {
    out.write(head(200, "Content-Encoding: gzip"));
    try (var gzip = new GZIPOutputStream(out)) {
      items(gzip, 100L << 20);
    }
  }

  private static void items(OutputStream out, long bytes) throws IOException {
    out.write("{\"success\":true,\"result\":[".getBytes(StandardCharsets.US_ASCII));
    var item =
        ("{\"id\":\"a\",\"uid\":\"a\",\"common_name\":\"" + "x".repeat(64_000) + "\"},")
            .getBytes(StandardCharsets.US_ASCII);
    for (long written = 0; written < bytes; written += item.length) {
      out.write(item);
    }
  }

  private static void halfGzip(FakeApi.Request request, OutputStream out) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"success\":true,\"result\":[]}".repeat(9).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.write(head(200, "Content-Encoding: gzip"));
    out.write(packed.toByteArray(), 0, 15);
  }

  private static void reset(@Nullable OutputStream out) throws IOException {
    if (out != null) {
      truncate(out, "Content-Length: 500");
    }
    throw new FakeApi.Reset();
  }

  private static void hang() throws InterruptedException {
    new CountDownLatch(1).await(); // until the test ends and interrupts it
  }

  private static void hangLater(FakeApi.Request request, OutputStream out)
      throws IOException, InterruptedException {
    truncate(out, "Content-Length: 500");
    hang();
  }

  private static void dribble(FakeApi.Request request, OutputStream out)
      throws IOException, InterruptedException {
    out.write(head(200, "Content-Length: 500"));
    dribbleBytes(out);
  }

  private static void dribbleHead(FakeApi.Request request, OutputStream out)
      throws IOException, InterruptedException {
    out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
    dribbleBytes(out);
  }

  /** Sends single bytes slowly. The delay simulates the remote; the test does not wait for it. */
  private static void dribbleBytes(OutputStream out) throws IOException, InterruptedException {
    while (true) {
      out.write(' ');
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
