package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PrintableText;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Words what went wrong for a person: one line of at most 300 characters, free of secrets. */
final class FaultClassifier {
  private static final int MAX_LENGTH = 300;
  private static final int MAX_CHAIN_DEPTH = 3;
  private static final int MAX_ERRORS = 5;

  private FaultClassifier() {}

  /** The reason that a status stands for. Only for what is no 200. */
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
      default -> FaultReason.MALFORMED; // a redirect, or nothing where a list belongs
    };
  }

  /** An answer with a status, what the API said about it, and its ray where it named one. */
  static Fault statusFault(
      FaultReason reason, int status, String said, @Nullable String ray, Scrubber scrubber) {
    var detail = "HTTP " + status + (said.isEmpty() ? "" : ", " + said);
    return fault(reason, detail, ray, scrubber);
  }

  /** A request that got no whole answer. */
  static Fault exceptionFault(FaultReason reason, Exception cause, String host, Scrubber scrubber) {
    var type = cause.getClass().getSimpleName();
    var message = Objects.requireNonNullElse(cause.getMessage(), "");
    return fault(reason, type + ": " + message + " (" + host + ")", null, scrubber);
  }

  private static Fault fault(
      FaultReason reason, String detail, @Nullable String ray, Scrubber scrubber) {
    var tail = ray == null || ray.isBlank() ? "" : " [cf-ray " + line(ray, 40) + "]";
    // Scrubbed before it is cut: half a secret is still one.
    var line = line(scrubber.scrub(detail), MAX_LENGTH - tail.length());
    return new Fault(reason, line + scrubber.scrub(tail));
  }

  private static String line(String text, int longest) {
    return PrintableText.truncated(PrintableText.line(text), longest);
  }

  /** {@code code 9109: Unauthorized (https://...); code ...}; empty where the API said nothing. */
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
