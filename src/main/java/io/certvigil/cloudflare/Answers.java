package io.certvigil.cloudflare;

import io.certvigil.model.Fault;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Reason;
import io.certvigil.net.HttpDate;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/** Reads a response and says what it means. */
final class Answers {
  private static final long LARGEST = 32 << 20;
  private static final long LARGEST_ERROR = 64 << 10;
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final Listing<ApiError, ApiError> NO_ITEMS =
      new Listing<>("", 0, "", ApiError.class, (item, _) -> item, item -> "");

  private final Envelope envelope = new Envelope();
  private final RemoteClock clock;

  Answers(RemoteClock clock) {
    this.clock = clock;
  }

  /**
   * Reads this response to its end, unless it is not worth it.
   *
   * @throws IOException where it breaks before its end
   */
  <W, T> Attempt<T> of(ClassicHttpResponse response, Listing<W, T> listing, Link link)
      throws IOException {
    link.told(header(response, "Ratelimit"));
    int status = response.getCode();
    if (status == TOO_MANY) {
      return limited(response, link);
    }
    Answer<T> answer =
        status == OK ? listed(response, listing, link) : new Answer.Bad<>(refused(response, link));
    return new Attempt<>(answer, String.valueOf(status), null, true);
  }

  /** Whoever reads of it wants to know until when. */
  private <T> Attempt<T> limited(ClassicHttpResponse response, Link link) {
    var pause = pause(response);
    var until = "nothing is asked until " + clock.now().plus(pause).truncatedTo(ChronoUnit.SECONDS);
    var said = said(response);
    var fault =
        fault(Reason.RATE_LIMITED, response, said.isEmpty() ? until : until + "; " + said, link);
    return new Attempt<>(new Answer.Bad<>(fault), String.valueOf(TOO_MANY), pause, true);
  }

  private Duration pause(HttpMessage response) {
    // A date is meant by the remote's clock, so it is measured by it where it tells it.
    var now = HttpDate.parse(header(response, "Date")).orElseGet(clock::now);
    return RateHeaders.pause(header(response, "Retry-After"), now);
  }

  private <W, T> Answer<T> listed(ClassicHttpResponse response, Listing<W, T> listing, Link link)
      throws IOException {
    try {
      var content = content(response, listing, LARGEST);
      clock.answered(header(response, "Date"));
      var items = content.items();
      return Boolean.TRUE.equals(content.success()) && items != null
          ? new Answer.Page<>(items, content.info())
          : new Answer.Bad<>(malformed(response, content, listing, link));
    } catch (MalformedException | ZipException e) {
      var kind = kind(response).isEmpty() ? "" : " (" + kind(response) + ")";
      var what = Objects.requireNonNullElse(e.getMessage(), "") + kind;
      return new Answer.Bad<>(fault(Reason.MALFORMED, response, what, link));
    }
  }

  private static Fault malformed(
      ClassicHttpResponse response, Envelope.Content<?> content, Listing<?, ?> listing, Link link) {
    var no = listing.single() ? "result is no object" : "result is no list";
    var what = Boolean.TRUE.equals(content.success()) ? no : "success is not true";
    var said = Faults.said(content.errors());
    var both = said.isEmpty() ? what : what + ", " + said;
    return fault(Reason.MALFORMED, response, both, link);
  }

  private Fault refused(ClassicHttpResponse response, Link link) {
    return fault(Faults.reason(response.getCode()), response, said(response), link);
  }

  private String said(ClassicHttpResponse response) {
    try {
      var errors = content(response, NO_ITEMS, LARGEST_ERROR).errors();
      clock.answered(header(response, "Date"));
      return Faults.said(errors);
    } catch (MalformedException | IOException _) {
      return kind(response); // such as HTML from Cloudflare's edge; the status says enough
    }
  }

  private <W, T> Envelope.Content<T> content(
      ClassicHttpResponse response, Listing<W, T> listing, long largest) throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      throw new MalformedException("an empty answer");
    }
    var raw = entity.getContent();
    var bounded = new BoundedStream(plain(response, raw), largest);
    var content = content(bounded, listing);
    if (raw.read() >= 0) {
      throw new MalformedException("something after the end of the JSON");
    }
    return content;
  }

  private <W, T> Envelope.Content<T> content(BoundedStream in, Listing<W, T> listing)
      throws IOException {
    try {
      return envelope.read(in, listing);
    } catch (EOFException e) {
      if (in.untouched()) {
        throw new MalformedException("an empty answer");
      }
      throw e; // it was cut off
    }
  }

  private static InputStream plain(HttpMessage response, InputStream raw) throws IOException {
    var encoding = header(response, "Content-Encoding");
    return "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(raw) : raw;
  }

  private static String kind(HttpMessage response) {
    var type = header(response, "Content-Type");
    return type == null || type.contains("json")
        ? ""
        : PrintableText.start(PrintableText.line(type), 60);
  }

  private static Fault fault(Reason reason, ClassicHttpResponse response, String said, Link link) {
    var ray = header(response, "cf-ray");
    return Faults.answered(reason, response.getCode(), said, ray, link.scrubber());
  }

  private static @Nullable String header(HttpMessage message, String name) {
    var header = message.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
