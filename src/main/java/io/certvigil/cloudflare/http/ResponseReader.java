package io.certvigil.cloudflare.http;

import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PrintableText;
import io.certvigil.net.HttpDate;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/** Reads a response and interprets it. */
public final class ResponseReader {
  private static final long LARGEST = 32 << 20;
  private static final long LARGEST_ERROR = 64 << 10;
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final ListEndpoint<Nothing> NO_ITEMS =
      new ListEndpoint<>("", 0, "", ItemReader.of(Nothing.class, (item, _) -> item), _ -> "");

  /** An item beside an error, of which nothing is read. */
  private record Nothing() {}

  private final Envelope envelope = new Envelope();
  private final RemoteClock clock;

  public ResponseReader(RemoteClock clock) {
    this.clock = clock;
  }

  /**
   * Reads this response to its end, except for oversized or invalid responses.
   *
   * @throws IOException if reading fails before the end
   */
  <T> RequestResult<T> read(
      ClassicHttpResponse response, ListEndpoint<T> listing, CredentialSession session)
      throws IOException {
    session.recordRateLimit(header(response, "Ratelimit"));
    int status = response.getCode();
    if (status == TOO_MANY) {
      return rateLimited(response, session);
    }
    PageResult<T> answer =
        status == OK
            ? pageResult(response, listing, session)
            : new PageResult.Failed<>(statusFault(response, session));
    return new RequestResult<>(answer, String.valueOf(status), null, true);
  }

  /** The fault of a 429; its detail contains the time until which no requests are sent. */
  private <T> RequestResult<T> rateLimited(
      ClassicHttpResponse response, CredentialSession session) {
    var pause = pause(response);
    var until = "no requests until " + clock.now().plus(pause).truncatedTo(ChronoUnit.SECONDS);
    var text = errorText(response, session);
    var fault =
        fault(
            FaultReason.RATE_LIMITED,
            response,
            text.isEmpty() ? until : until + "; " + text,
            session);
    return new RequestResult<>(
        new PageResult.Failed<>(fault), String.valueOf(TOO_MANY), pause, true);
  }

  private Duration pause(HttpMessage response) {
    // A date in Retry-After refers to the remote clock, so the Date header is preferred as now.
    var now = HttpDate.parse(header(response, "Date")).orElseGet(clock::now);
    return RateHeaders.pause(header(response, "Retry-After"), now);
  }

  private <T> PageResult<T> pageResult(
      ClassicHttpResponse response, ListEndpoint<T> listing, CredentialSession session)
      throws IOException {
    try {
      var content = content(response, listing, LARGEST);
      clock.recordDate(header(response, "Date"));
      var items = content.items();
      return Boolean.TRUE.equals(content.success()) && items != null
          ? new PageResult.Page<>(items, content.odd(), content.info())
          : new PageResult.Failed<>(malformed(response, content, listing, session));
    } catch (MalformedAnswerException | ZipException e) {
      var type = contentType(response, session);
      var kind = type.isEmpty() ? "" : " (" + type + ")";
      var what = Objects.requireNonNullElse(e.getMessage(), "") + kind;
      return new PageResult.Failed<>(fault(FaultReason.MALFORMED, response, what, session));
    }
  }

  private static Fault malformed(
      ClassicHttpResponse response,
      Envelope.Content<?> content,
      ListEndpoint<?> listing,
      CredentialSession session) {
    var no = listing.single() ? "result is not an object" : "result is not a list";
    var what = Boolean.TRUE.equals(content.success()) ? no : "success is not true";
    var text = FaultClassifier.errorText(content.errors(), session.scrubber());
    var both = text.isEmpty() ? what : what + ", " + text;
    return fault(FaultReason.MALFORMED, response, both, session);
  }

  private Fault statusFault(ClassicHttpResponse response, CredentialSession session) {
    int status = response.getCode();
    var said = envelopeText(response, session);
    var reason = FaultClassifier.reason(status, said.orElse(""));
    return fault(reason, response, said.orElseGet(() -> noJson(response, session)), session);
  }

  private String errorText(ClassicHttpResponse response, CredentialSession session) {
    return envelopeText(response, session).orElseGet(() -> contentType(response, session));
  }

  /** What the API says; empty if it is not the API's JSON, such as HTML of Cloudflare's edge. */
  private Optional<String> envelopeText(ClassicHttpResponse response, CredentialSession session) {
    try {
      var errors = content(response, NO_ITEMS, LARGEST_ERROR).errors();
      clock.recordDate(header(response, "Date"));
      return Optional.of(FaultClassifier.errorText(errors, session.scrubber()));
    } catch (MalformedAnswerException | IOException _) {
      return Optional.empty();
    }
  }

  private static String noJson(HttpMessage response, CredentialSession session) {
    var type = contentType(response, session);
    return type.isEmpty() ? "no JSON" : "no JSON, " + type;
  }

  private <T> Envelope.Content<T> content(
      ClassicHttpResponse response, ListEndpoint<T> listing, long largest) throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      throw new MalformedAnswerException("empty response");
    }
    var raw = entity.getContent();
    var bounded = new BoundedStream(decompressed(response, raw), largest);
    var content = content(bounded, listing);
    if (raw.read() >= 0) {
      throw new MalformedAnswerException("unexpected data after the end of the JSON");
    }
    return content;
  }

  private <T> Envelope.Content<T> content(BoundedStream in, ListEndpoint<T> listing)
      throws IOException {
    try {
      return envelope.read(in, listing);
    } catch (EOFException e) {
      if (in.isUnread()) {
        throw new MalformedAnswerException("empty response");
      }
      throw e; // the response was truncated
    }
  }

  private static InputStream decompressed(HttpMessage response, InputStream raw)
      throws IOException {
    var encoding = header(response, "Content-Encoding");
    return "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(raw) : raw;
  }

  private static String contentType(HttpMessage response, CredentialSession session) {
    var type = header(response, "Content-Type");
    return type == null || type.contains("json")
        ? ""
        : PrintableText.truncated(PrintableText.line(session.scrubber().scrub(type)), 60);
  }

  private static Fault fault(
      FaultReason reason, ClassicHttpResponse response, String text, CredentialSession session) {
    var ray = header(response, "cf-ray");
    return FaultClassifier.statusFault(reason, response.getCode(), text, ray, session.scrubber());
  }

  private static @Nullable String header(HttpMessage message, String name) {
    var header = message.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
