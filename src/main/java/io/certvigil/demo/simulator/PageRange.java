package io.certvigil.demo.simulator;

import io.certvigil.demo.simulator.ApiRoute.PageBounds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The requested part of a list. */
record PageRange(int page, int perPage) {
  private static final int INVALID = Integer.MIN_VALUE;

  static PageRange of(ApiRequest request, PageBounds bounds) {
    return new PageRange(
        request.page(), number(request.parameter("per_page"), bounds.defaultSize()));
  }

  /** The error response to a range outside of these bounds; empty if it is within them. */
  Optional<ApiResponse> error(PageBounds bounds) {
    if (perPage < bounds.min() || perPage > bounds.max()) {
      return error(
          "per_page variable must be a number between %d and %d"
              .formatted(bounds.min(), bounds.max()));
    }
    return page < 1 ? error("page variable must be a number greater than 0") : Optional.empty();
  }

  private static Optional<ApiResponse> error(String why) {
    return Optional.of(
        ApiResponse.error(ApiResponse.BAD_REQUEST, 6008, "Invalid request parameters", 11000, why));
  }

  /** The index of the first item. */
  long from() {
    return (page - 1L) * perPage;
  }

  /** The number in the text; the default value if it is null, a very low one if it is invalid. */
  static int number(@Nullable String text, int defaultValue) {
    if (text == null) {
      return defaultValue;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }
}
