package io.certvigil.demo.simulator;

import org.jspecify.annotations.Nullable;

/**
 * The requested part of a list.
 *
 * @param from index of the first item
 */
record PageRange(int page, int perPage, long from) {
  private static final int INVALID = Integer.MIN_VALUE;

  /** A page range, or the error response. */
  sealed interface Result {
    record Valid(PageRange range) implements Result {}

    record Invalid(ApiResponse response) implements Result {}
  }

  static Result of(ApiRequest request, PageBounds bounds) {
    int perPage = number(request.parameter("per_page"), bounds.defaultSize());
    if (perPage < bounds.min() || perPage > bounds.max()) {
      return new Result.Invalid(
          error(
              "per_page variable must be a number between %d and %d"
                  .formatted(bounds.min(), bounds.max())));
    }
    int page = request.page();
    return page < 1
        ? new Result.Invalid(error("page variable must be a number greater than 0"))
        : new Result.Valid(new PageRange(page, perPage, (page - 1L) * perPage));
  }

  private static ApiResponse error(String why) {
    return ApiResponse.error(
        ApiResponse.BAD_REQUEST, 6008, "Invalid request parameters", 11000, why);
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
