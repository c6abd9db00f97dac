package io.certvigil.notify;

import static io.certvigil.net.SocketFault.dribble;
import static io.certvigil.net.SocketFault.drop;
import static io.certvigil.net.SocketFault.endless;
import static io.certvigil.net.SocketFault.hang;
import static io.certvigil.net.SocketFault.reset;
import static io.certvigil.net.SocketFault.send;
import static io.certvigil.notify.Outcome.Reason.NETWORK;
import static io.certvigil.notify.Outcome.Reason.RATE_LIMITED;
import static io.certvigil.notify.Outcome.Reason.REDIRECT;
import static io.certvigil.notify.Outcome.Reason.TIMEOUT;

import io.certvigil.net.SocketFault;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.TryLater;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A fault of a receiver after it has read a request, and the expected outcome for every channel
 * that evaluates only the status.
 *
 * @param behaviour the receiver's behaviour, given the status of an acknowledgement
 */
record ReceiverFault(IntFunction<ByteReceiver.Behaviour> behaviour, Outcome expected) {

  /** All faults by name, in the order of the document. */
  static Map<String, ReceiverFault> all() {
    var all = new LinkedHashMap<String, ReceiverFault>();
    all.put("reset before the headers", later(NETWORK, yes -> reset()));
    all.put("reset after the headers", started(NETWORK, "Content-Length: 100\r\n\r\n{", reset()));
    all.put("accepts and closes the connection", later(NETWORK, yes -> drop()));
    all.put("never responds", later(TIMEOUT, yes -> hang()));
    all.put("stops sending in the body", started(TIMEOUT, "Content-Length: 10\r\n\r\n{", hang()));
    all.put(
        "sends the body too slowly",
        started(TIMEOUT, "Content-Length: 100000\r\n\r\n", dribble(" ")));
    all.put("sends a header too slowly", started(TIMEOUT, "X-Slow: ", dribble("x")));
    all.put(
        "sends status 102 without end",
        later(TIMEOUT, yes -> dribble("HTTP/1.1 102 Wait\r\n\r\n")));
    lengths(all);
    bodies(all);
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
        later(NETWORK, yes -> send("220 smtp.example.com ESMTP\r\n").then(drop())));
    all.put("endless header", started(NETWORK, "X-Long: ", flood()));
  }

  private static void bodies(Map<String, ReceiverFault> all) {
    all.put(
        "endless body",
        new ReceiverFault(yes -> of(send(head(yes) + "\r\n").then(flood())), new Delivered("")));
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
        new ReceiverFault(
            yes -> ByteReceiver.status(307, "Location: http://127.0.0.1:9/x\r\n"),
            new TryLater(REDIRECT, Duration.ZERO, "")));
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

  private static ReceiverFault later(Outcome.Reason reason, IntFunction<SocketFault> fault) {
    return new ReceiverFault(yes -> of(fault.apply(yes)), new TryLater(reason, Duration.ZERO, ""));
  }

  /** A fault after a status line and the start of the rest. */
  private static ReceiverFault started(Outcome.Reason reason, String rest, SocketFault fault) {
    return later(reason, yes -> send(head(yes) + rest).then(fault));
  }

  private static ReceiverFault closing(String rest) {
    return started(NETWORK, rest, drop());
  }

  private static SocketFault flood() {
    return endless("x".repeat(4096));
  }

  private static String head(int status) {
    return "HTTP/1.1 " + status + " Words\r\n";
  }

  private static ByteReceiver.Behaviour of(SocketFault fault) {
    return (got, to, out) -> fault.happen(to, out);
  }
}
