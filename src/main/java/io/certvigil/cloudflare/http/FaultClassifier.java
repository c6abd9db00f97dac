package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PrintableText;
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
  private static final int MAX_CHAIN_DEPTH = 3;
  private static final int MAX_ERRORS = 5;

  private FaultClassifier() {}

  /** The reason for an HTTP status other than 200. */
  static FaultReason reason(int status) {
    return switch (status) {
      case 401 -> FaultReason.UNAUTHORIZED;
      case 403 -> FaultReason.FORBIDDEN;
      case 429 -> FaultReason.RATE_LIMITED;
      default -> statusClass(status);
    };
  }

  private static FaultReason statusClass(int status) {
    return switch (status / 100) {
      case 4 -> FaultReason.HTTP_4XX;
      case 5 -> FaultReason.HTTP_5XX;
      default -> FaultReason.MALFORMED; // a redirect, or a response without content
    };
  }

  /**
   * The fault of a response: its status, the error text of the API, and the cf-ray if there is one.
   */
  static Fault statusFault(
      FaultReason reason, int status, String said, @Nullable String ray, Scrubber scrubber) {
    var detail = "HTTP " + status + (said.isEmpty() ? "" : ", " + said);
    return fault(reason, detail, ray, scrubber);
  }

  /** The fault of a request without a complete response. */
  static Fault exceptionFault(FaultReason reason, Exception cause, String host, Scrubber scrubber) {
    var type = cause.getClass().getSimpleName();
    var message = Objects.requireNonNullElse(cause.getMessage(), "");
    return fault(reason, type + ": " + message + " (" + host + ")", null, scrubber);
  }

  private static Fault fault(
      FaultReason reason, String detail, @Nullable String ray, Scrubber scrubber) {
    var tail = ray == null || ray.isBlank() ? "" : " [cf-ray " + line(ray, 40) + "]";
    // Secrets are removed before truncating, because a truncated secret would not be recognised and
    // removed.
    var line = line(scrubber.scrub(detail), MAX_LENGTH - tail.length());
    return new Fault(reason, line + scrubber.scrub(tail));
  }

  private static String line(String text, int longest) {
    return PrintableText.truncated(PrintableText.line(text), longest);
  }

  /**
   * {@code code 9109: Unauthorized (https://...); code ...}; empty if the API returned no errors.
   */
  static String errorText(List<@Nullable ApiError> errors) {
    return errors.stream()
        .limit(MAX_ERRORS)
        .flatMap(error -> chain(error, 0))
        .map(FaultClassifier::errorText)
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static Stream<ApiError> chain(@Nullable ApiError error, int depth) {
    if (error == null || depth == MAX_CHAIN_DEPTH) {
      return Stream.empty();
    }
    var below = error.error_chain() == null ? List.<@Nullable ApiError>of() : error.error_chain();
    return Stream.concat(
        Stream.of(error), below.stream().limit(MAX_ERRORS).flatMap(e -> chain(e, depth + 1)));
  }

  private static String errorText(ApiError error) {
    var code = error.code() == null ? "" : "code " + error.code();
    var message = line(Objects.requireNonNullElse(error.message(), ""), MAX_LENGTH);
    var link = line(Objects.requireNonNullElse(error.documentation_url(), ""), MAX_LENGTH);
    var both = code.isEmpty() || message.isEmpty() ? code + message : code + ": " + message;
    return link.isEmpty() ? both : both + " (" + link + ")";
  }
}
