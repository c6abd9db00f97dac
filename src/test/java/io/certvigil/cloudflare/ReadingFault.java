package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.error;
import static io.certvigil.cloudflare.FakeApi.always;
import static io.certvigil.cloudflare.FakeApi.head;

import io.certvigil.model.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What a remote may do instead of answering, what we call it, and how often we ask. */
@SuppressWarnings("ImmutableEnumChecker") // a script is a lambda without state
enum ReadingFault {
  INTERNAL_ERROR(Reason.HTTP_5XX, 3, always(500, error(1001, "oops"))),
  BAD_GATEWAY_HTML(Reason.HTTP_5XX, 3, html(502)),
  UNAVAILABLE_EMPTY(Reason.HTTP_5XX, 3, always(503, "")),
  EDGE_525(Reason.HTTP_5XX, 3, html(525)),
  HTML(Reason.MALFORMED, 1, html(200)),
  PLAIN_TEXT(Reason.MALFORMED, 1, always(200, "fine", "Content-Type: text/plain")),
  EMPTY(Reason.MALFORMED, 1, always(200, "")),
  NOT_SUCCESSFUL(Reason.MALFORMED, 1, always(200, error(1000, "no"))),
  NO_SUCCESS(Reason.MALFORMED, 1, always(200, "{\"result\":[]}")),
  SUCCESS_AS_TEXT(Reason.MALFORMED, 1, always(200, "{\"success\":\"true\",\"result\":[]}")),
  NULL_RESULT(Reason.MALFORMED, 1, ok("null")),
  OBJECT_RESULT(Reason.MALFORMED, 1, ok("{\"id\":\"a\",\"certificates\":[]}")),
  TEXT_RESULT(Reason.MALFORMED, 1, ok("\"[]\"")),
  NO_RESULT(Reason.MALFORMED, 1, always(200, "{\"success\":true,\"errors\":[]}")),
  TWO_RESULTS(Reason.MALFORMED, 1, always(200, "{\"success\":true,\"result\":[],\"result\":[]}")),
  NULL_ITEM(Reason.MALFORMED, 1, ok("[null]")),
  NUMBER_ITEM(Reason.MALFORMED, 1, ok("[7]")),
  ITEM_WITHOUT_ID(Reason.MALFORMED, 1, ok("[{\"common_name\":\"x\"}]")),
  ITEM_WITH_OBJECT_ID(Reason.MALFORMED, 1, ok("[{\"id\":{}}]")),
  ITEM_WITH_NUMBER_ID(Reason.MALFORMED, 1, ok("[{\"id\":7}]")),
  ITEM_WITH_EMPTY_ID(Reason.MALFORMED, 1, ok("[{\"id\":\"\"}]")),
  ITEM_WITH_LINE_BREAK_ID(Reason.MALFORMED, 1, ok("[{\"id\":\"a\\nb\"}]")),
  ITEM_WITH_PATH_ID(Reason.MALFORMED, 1, ok("[{\"id\":\"../../user/tokens\"}]")),
  ITEM_WITH_ENDLESS_ID(Reason.MALFORMED, 1, ok("[{\"id\":\"" + "a".repeat(10_000) + "\"}]")),
  ARRAY(Reason.MALFORMED, 1, always(200, "[]")),
  JSON_NULL(Reason.MALFORMED, 1, always(200, "null")),
  LENIENT_JSON(Reason.MALFORMED, 1, always(200, "{success:true,'result':[]}")),
  GARBAGE_AFTERWARDS(Reason.MALFORMED, 1, always(200, "{\"success\":true,\"result\":[]} x")),
  TWO_DOCUMENTS(Reason.MALFORMED, 1, always(200, "{\"success\":true,\"result\":[]}{}")),
  DEEP(Reason.MALFORMED, 1, ok("[".repeat(100_000) + "]".repeat(100_000))),
  DEEP_IN_AN_ITEM(
      Reason.MALFORMED, 1, ok("[{\"id\":\"a\",\"uid\":\"a\",\"x\":" + nested(100_000) + "}]")),
  FRACTION_OF_A_COUNT(
      Reason.MALFORMED,
      1,
      always(200, "{\"success\":true,\"result\":[],\"result_info\":{\"total_count\":0.5}}")),
  HUGE(Reason.MALFORMED, 1, ReadingFault::huge),
  ENDLESS(Reason.MALFORMED, 1, ReadingFault::endless),
  GZIP_BOMB(Reason.MALFORMED, 1, ReadingFault::bomb),
  NO_GZIP(
      Reason.MALFORMED,
      1,
      always(200, "{\"success\":true,\"result\":[]}", "Content-Encoding: gzip")),
  NO_CONTENT(Reason.MALFORMED, 1, always(204, "")),
  REDIRECT(Reason.MALFORMED, 1, always(302, "", "Location: http://169.254.169.254/")),
  TRUNCATED(Reason.NETWORK, 3, (_, out) -> cut(out, "Content-Length: 500")),
  TRUNCATED_CHUNK(Reason.NETWORK, 3, (_, out) -> cut(out, "Transfer-Encoding: chunked")),
  TRUNCATED_SILENTLY(Reason.NETWORK, 3, (_, out) -> cut(out, "X: y")),
  TRUNCATED_GZIP(Reason.NETWORK, 3, ReadingFault::halfGzip),
  CLOSED(Reason.NETWORK, 3, (_, _) -> {}),
  NO_HTTP(
      Reason.NETWORK,
      3,
      (_, out) -> out.write("220 smtp ready\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
  RESET(Reason.NETWORK, 3, (_, _) -> reset(null)),
  RESET_IN_THE_MIDDLE(Reason.NETWORK, 3, (_, out) -> reset(out)),
  HANGS(Reason.TIMEOUT, 3, (_, _) -> hang()),
  HANGS_IN_THE_MIDDLE(Reason.TIMEOUT, 3, ReadingFault::hangLater),
  DRIBBLES(Reason.TIMEOUT, 3, ReadingFault::dribble),
  DRIBBLES_ITS_HEAD(Reason.TIMEOUT, 3, ReadingFault::dribbleHead),
  UNAUTHORIZED(Reason.UNAUTHORIZED, 1, always(401, error(1000, "Invalid API Token"))),
  FORBIDDEN(Reason.FORBIDDEN, 1, always(403, error(9109, "Unauthorized to access"))),
  BAD_REQUEST(Reason.HTTP_4XX, 1, always(400, error(6003, "Invalid request headers"))),
  NOT_FOUND(Reason.HTTP_4XX, 1, always(404, error(7003, "Could not route"))),
  NOT_FOUND_HTML(Reason.HTTP_4XX, 1, html(404)),
  TOO_MANY(Reason.RATE_LIMITED, 1, always(429, error(971, "Please wait"))),
  TOO_MANY_HTML(Reason.RATE_LIMITED, 1, html(429)),
  TOO_MANY_FOR_AN_HOUR(
      Reason.RATE_LIMITED, 1, always(429, error(971, "Please wait"), "Retry-After: 3600")),
  TOO_MANY_FOR_A_MOMENT(
      Reason.RATE_LIMITED, 3, always(429, error(971, "Please wait"), "Retry-After: 2"));

  final Reason reason;
  final int requests;
  final FakeApi.Script script;

  ReadingFault(Reason reason, int requests, FakeApi.Script script) {
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

  private static void cut(OutputStream out, String framing) throws IOException {
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

  private static void bomb(FakeApi.Request request, OutputStream out) throws IOException {
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
      cut(out, "Content-Length: 500");
    }
    throw new FakeApi.Reset();
  }

  private static void hang() throws InterruptedException {
    new CountDownLatch(1).await(); // until the test ends and interrupts it
  }

  private static void hangLater(FakeApi.Request request, OutputStream out)
      throws IOException, InterruptedException {
    cut(out, "Content-Length: 500");
    hang();
  }

  private static void dribble(FakeApi.Request request, OutputStream out)
      throws IOException, InterruptedException {
    out.write(head(200, "Content-Length: 500"));
    drop(out);
  }

  private static void dribbleHead(FakeApi.Request request, OutputStream out)
      throws IOException, InterruptedException {
    out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
    drop(out);
  }

  /** A byte now and then; this is what the remote does, not a wait of the test. */
  private static void drop(OutputStream out) throws IOException, InterruptedException {
    while (true) {
      out.write(' ');
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
