package io.certvigil.notify;

import static io.certvigil.notify.Outcome.Reason.NETWORK;
import static io.certvigil.notify.Outcome.Reason.RATE_LIMITED;
import static io.certvigil.notify.Outcome.Reason.REDIRECT;
import static io.certvigil.notify.Outcome.Reason.TIMEOUT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.TryLater;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * A fault of a receiver after it has read a request, and the expected outcome for every channel
 * that evaluates only the status.
 *
 * @param behaviour the receiver's behaviour, given the status of an acknowledgement
 */
record ReceiverFault(Answering behaviour, Outcome expected) {

  interface Answering {
    ByteReceiver.Behaviour with(int yes);
  }

  /** All faults by name, in the order of the document. */
  static Map<String, ReceiverFault> all() {
    var all = new LinkedHashMap<String, ReceiverFault>();
    all.put("reset before the headers", later(NETWORK, yes -> (got, to, out) -> reset(to)));
    all.put(
        "reset after the headers",
        later(
            NETWORK,
            yes ->
                (got, to, out) -> {
                  raw(out, head(yes) + "Content-Length: 100\r\n\r\n{");
                  reset(to);
                }));
    all.put(
        "accepts and closes the connection", later(NETWORK, yes -> (got, to, out) -> to.close()));
    all.put("never responds", later(TIMEOUT, yes -> (got, to, out) -> forever(to)));
    all.put(
        "stops sending in the body",
        later(
            TIMEOUT,
            yes ->
                (got, to, out) -> {
                  raw(out, head(yes) + "Content-Length: 10\r\n\r\n{");
                  forever(to);
                }));
    all.put(
        "sends the body too slowly",
        later(
            TIMEOUT,
            yes ->
                (got, to, out) -> {
                  raw(out, head(yes) + "Content-Length: 100000\r\n\r\n");
                  dribble(to, out, " ");
                }));
    all.put(
        "sends a header too slowly",
        later(
            TIMEOUT,
            yes ->
                (got, to, out) -> {
                  raw(out, head(yes) + "X-Slow: ");
                  dribble(to, out, "x");
                }));
    all.put(
        "sends status 102 without end",
        later(TIMEOUT, yes -> (got, to, out) -> dribble(to, out, "HTTP/1.1 102 Wait\r\n\r\n")));
    lengths(all);
    retryAfters(all);
    return all;
  }

  private static void lengths(Map<String, ReceiverFault> all) {
    all.put("body shorter than announced", closing("Content-Length: 100\r\n\r\n{}"));
    all.put("`Content-Length: -5`", closing("Content-Length: -5\r\n\r\n{}"));
    all.put("`Content-Length: abc`", closing("Content-Length: abc\r\n\r\n{}"));
    all.put(
        "`Content-Length` of more than 64 bits",
        closing("Content-Length: 99999999999999999999999\r\n\r\n{}"));
    all.put("incomplete chunked encoding", closing("Transfer-Encoding: chunked\r\n\r\n5\r\nab"));
    all.put(
        "response that is not HTTP",
        later(
            NETWORK,
            yes ->
                (got, to, out) -> {
                  raw(out, "220 smtp.example.com ESMTP\r\n");
                  to.close();
                }));
    all.put(
        "endless header",
        later(
            NETWORK,
            yes ->
                (got, to, out) -> {
                  raw(out, head(yes) + "X-Long: ");
                  flood(to, out);
                }));
    all.put(
        "endless body",
        new ReceiverFault(
            yes ->
                (got, to, out) -> {
                  raw(out, head(yes) + "\r\n");
                  flood(to, out);
                },
            new Delivered("")));
    all.put(
        "`Content-Encoding: gzip` without gzip data",
        new ReceiverFault(
            yes -> ByteReceiver.status(yes, "Content-Encoding: gzip\r\n"), new Delivered("")));
    all.put(
        "unexpected body",
        new ReceiverFault(
            yes ->
                (got, to, out) -> ByteReceiver.write(out, yes, "", "<html>\u0000 sign in, please"),
            new Delivered("")));
    all.put(
        "redirect",
        later(REDIRECT, yes -> ByteReceiver.status(307, "Location: http://127.0.0.1:9/x\r\n")));
  }

  private static void retryAfters(Map<String, ReceiverFault> all) {
    Map<String, Duration> requested = new LinkedHashMap<>();
    requested.put("0", Duration.ofSeconds(5));
    requested.put("1", Duration.ofSeconds(5));
    requested.put("60", Duration.ofMinutes(1));
    requested.put("86400", Duration.ofHours(1));
    requested.put("-1", Duration.ofSeconds(5));
    requested.put("garbage", Duration.ofSeconds(5));
    requested.put("Fri, 31 Dec 9999 23:59:59 GMT", Duration.ofHours(1));
    requested.put("Thu, 01 Jan 1970 00:00:00 GMT", Duration.ofSeconds(5));
    requested.forEach(
        (header, wait) ->
            all.put(
                "429, `Retry-After: " + header + "`",
                new ReceiverFault(
                    yes -> ByteReceiver.status(429, "Retry-After: " + header + "\r\n"),
                    new TryLater(RATE_LIMITED, wait, ""))));
    all.put(
        "503, `Retry-After: 120`",
        new ReceiverFault(
            yes -> ByteReceiver.status(503, "Retry-After: 120\r\n"),
            new TryLater(Outcome.Reason.HTTP_5XX, Duration.ofMinutes(2), "")));
  }

  private static ReceiverFault later(Outcome.Reason reason, Answering behaviour) {
    return new ReceiverFault(behaviour, new TryLater(reason, Duration.ZERO, ""));
  }

  private static ReceiverFault closing(String rest) {
    return later(
        NETWORK,
        yes ->
            (got, to, out) -> {
              raw(out, head(yes) + rest);
              to.close();
            });
  }

  private static String head(int status) {
    return "HTTP/1.1 " + status + " Words\r\n";
  }

  private static void raw(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  /** Waits until the client closes the connection. */
  private static void forever(Socket connection) throws IOException {
    Objects.requireNonNull(connection.getInputStream()).readAllBytes();
  }

  private static void flood(Socket connection, OutputStream out) throws IOException {
    while (!connection.isClosed()) {
      raw(out, "x".repeat(4096));
    }
  }

  private static void dribble(Socket connection, OutputStream out, String drop) throws IOException {
    while (!connection.isClosed()) {
      raw(out, drop);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
