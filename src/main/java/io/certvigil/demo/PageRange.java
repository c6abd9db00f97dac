package io.certvigil.demo;

import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a request asks for.
 *
 * @param from index of the first item
 */
record PageRange(int page, int perPage, long from) {
  private static final int INVALID = Integer.MIN_VALUE;

  /** The bounds of a list: what is asked outside of them is an error, as in the real API. */
  record Bounds(int least, int most, int usual) {}

  /** Either what is asked for, or the error. */
  sealed interface Asked {
    record Fine(PageRange window) implements Asked {}

    record Wrong(ApiResponse answer) implements Asked {}
  }

  static Asked of(ApiRequest call, Bounds bounds) {
    int perPage = number(call.parameter("per_page"), bounds.usual());
    if (perPage < bounds.least() || perPage > bounds.most()) {
      return new Asked.Wrong(
          wrong(
              "per_page variable must be a number between %d and %d"
                  .formatted(bounds.least(), bounds.most())));
    }
    int page = call.page();
    return page < 1
        ? new Asked.Wrong(wrong("page variable must be a number greater than 0"))
        : new Asked.Fine(new PageRange(page, perPage, (page - 1L) * perPage));
  }

  private static ApiResponse wrong(String why) {
    return ApiResponse.error(
        ApiResponse.BAD_REQUEST, 6008, "Invalid request parameters", 11000, why);
  }

  /** What the text says; the usual value where there is none, a very low one where it is wrong. */
  static int number(@Nullable String text, int usual) {
    if (text == null) {
      return usual;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }
}
