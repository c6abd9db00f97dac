package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Refusal;
import io.certvigil.net.ConnectFaults;
import io.certvigil.redaction.Scrubber;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns errors into faults: a reason, and a detail for people of one line with at most 300
 * characters and without secrets.
 */
final class FaultClassifier {
  private static final int MAX_LENGTH = 300;
  private static final int MAX_PART = 160;
  private static final int MAX_CHAIN_DEPTH = 3;
  private static final int MAX_ERRORS = 5;

  private FaultClassifier() {}

  /**
   * The reason for an HTTP status other than 200.
   *
   * @param said the text of the envelope's errors; empty if the response was no envelope, which
   *     proves nothing about token, permission or plan
   */
  static FaultReason reason(int status, String said) {
    return switch (status) {
      case 401 -> FaultReason.UNAUTHORIZED;
      case 429 -> FaultReason.RATE_LIMITED;
      default -> statusClass(status, said);
    };
  }

  private static FaultReason statusClass(int status, String said) {
    return switch (status / 100) {
      case 4 -> Refusal.in(detail(status, said)).map(Refusal::reason).orElse(FaultReason.HTTP_4XX);
      case 5 -> FaultReason.HTTP_5XX;
      default -> FaultReason.MALFORMED; // a redirect, or a response without content
    };
  }

  /**
   * The fault of a response: its status, the error text of the API, and the cf-ray if there is one.
   */
  static Fault statusFault(
      FaultReason reason, int status, String said, @Nullable String ray, Scrubber scrubber) {
    return fault(reason, detail(status, said), ray, scrubber);
  }

  private static String detail(int status, String said) {
    return "HTTP " + status + (said.isEmpty() ? "" : ", " + said);
  }

  /** The fault of a request without a complete response. */
  static Fault exceptionFault(FaultReason reason, Exception cause, String host, Scrubber scrubber) {
    var type = cause.getClass().getSimpleName();
    var message = Objects.requireNonNullElse(cause.getMessage(), "");
    var detail = ConnectFaults.explanation(cause).orElse(type + ": " + message);
    return fault(reason, detail + " (" + host + ")", null, scrubber);
  }

  private static Fault fault(
      FaultReason reason, String detail, @Nullable String ray, Scrubber scrubber) {
    var tail =
        ray == null || ray.isBlank() ? "" : " [cf-ray " + line(scrubber.scrub(ray), 40) + "]";
    // Secrets are removed before truncating, because a truncated secret would not be recognised and
    // removed.
    return new Fault(reason, line(scrubber.scrub(detail), MAX_LENGTH - tail.length()) + tail);
  }

  private static String line(String text, int longest) {
    return PrintableText.truncated(PrintableText.line(text), longest);
  }

  /**
   * {@code code 9109: Unauthorized (https://...); code ...; note: ...}; empty if the API said
   * nothing. The errors come before the notes.
   */
  static String errorText(List<@Nullable ApiError> errors, Scrubber scrubber) {
    return Stream.concat(texts(errors, false, scrubber), texts(errors, true, scrubber))
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static Stream<String> texts(
      List<@Nullable ApiError> errors, boolean notes, Scrubber scrubber) {
    return errors.stream()
        .filter(error -> error != null && error.note() == notes)
        .limit(MAX_ERRORS)
        .flatMap(error -> chain(error, 0))
        .map(error -> errorText(error, scrubber));
  }

  private static Stream<ApiError> chain(@Nullable ApiError error, int depth) {
    if (error == null || depth == MAX_CHAIN_DEPTH) {
      return Stream.empty();
    }
    var below = error.error_chain() == null ? List.<@Nullable ApiError>of() : error.error_chain();
    return Stream.concat(
        Stream.of(error), below.stream().limit(MAX_ERRORS).flatMap(e -> chain(e, depth + 1)));
  }

  private static String errorText(ApiError error, Scrubber scrubber) {
    var message = part("", error.message(), "", scrubber);
    var link = part(" (", error.documentation_url(), ")", scrubber);
    if (error.note()) {
      // Without its code, which is not that of an error: 10000 says there that a token is valid.
      return message.isEmpty() ? "" : "note: " + message + link;
    }
    var code = error.code() == null ? "" : "code " + error.code() + ":";
    var both = code + (code.isEmpty() || message.isEmpty() ? "" : " ") + message;
    return both + part(" at ", error.pointer(), "", scrubber) + link;
  }

  /** Without secrets, which could no longer be recognised once the part is cut. */
  private static String part(
      String before, @Nullable String text, String after, Scrubber scrubber) {
    var line = text == null ? "" : line(scrubber.scrub(text), MAX_PART);
    return line.isEmpty() ? "" : before + line + after;
  }
}
