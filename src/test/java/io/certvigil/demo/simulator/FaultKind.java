package io.certvigil.demo.simulator;

/**
 * The faults that can be injected into responses of the simulated Cloudflare. The kinds for lists
 * do not change other responses; the kinds for pages do not change a list without pages.
 */
public enum FaultKind {
  /** 500 with an error as JSON. */
  SERVER_ERROR_500(Kind.RESPONSE),
  /** 503 with an empty body. */
  UNAVAILABLE_503(Kind.RESPONSE),
  /** An HTML page with 502. */
  HTML_502(Kind.RESPONSE),
  /** An HTML page with 200. */
  HTML_200(Kind.RESPONSE),
  /** An HTML page with 429 and {@code Retry-After: 2}. */
  HTML_429(Kind.RESPONSE),
  /** 200, but {@code success} is false and there is an error. */
  SUCCESS_FALSE(Kind.RESPONSE),
  /** 200 and success, but no result. */
  NULL_RESULT(Kind.RESPONSE),
  /** 200 without a body. */
  EMPTY_BODY(Kind.RESPONSE),
  /** The result is an object instead of a list. */
  WRONG_TYPES(Kind.RESPONSE),
  /** 401 with code 10000. */
  UNAUTHORIZED_401(Kind.RESPONSE),
  /** 403 with code 9109. */
  FORBIDDEN_403(Kind.RESPONSE),
  /** 404 with code 7003. */
  NOT_FOUND_404(Kind.RESPONSE),
  /** 429 with code 971 and {@code Retry-After: 2}. */
  RATE_LIMITED(Kind.RESPONSE),
  /** 429 with code 971 and no {@code Retry-After}. */
  RATE_LIMITED_SILENT(Kind.RESPONSE),
  /** 302 to another path of the same server, a route that is counted as unknown. */
  REDIRECT_302(Kind.RESPONSE),

  /** No items, but the total of the whole list. */
  EMPTY_PAGE(Kind.LIST),
  /** The first page, whichever is requested. */
  SAME_PAGE(Kind.LIST),
  /** The list is rotated by one more for each request; the total stays the same. */
  DRIFT(Kind.LIST),
  /** As if an item was added in front since the previous page: one is repeated, the total grows. */
  DRIFT_GROWN(Kind.LIST),
  /** As if an item of a previous page was removed: one is skipped, the total shrinks. */
  DRIFT_SHRUNK(Kind.LIST),
  /** The last item of the page is missing, the total counts it. */
  ONE_SHORT(Kind.LIST),
  /** The last item of the page is a copy of its first; a single one comes twice. */
  DUPLICATES(Kind.LIST),
  /** Healthy items without {@code result_info}. */
  NO_RESULT_INFO(Kind.LIST),
  /** Every field of every item is null, except the id. */
  NULL_FIELDS(Kind.LIST),
  /** Every field of every item has a wrong type, the id too. */
  WRONG_TYPED_FIELDS(Kind.LIST),
  /** One item of the page is null. */
  NULL_ITEM(Kind.LIST),
  /** Every status is an unknown word. */
  UNKNOWN_STATUS(Kind.LIST),
  /** No date can be parsed, neither in the fields nor in the PEM of an item. */
  UNREADABLE_DATE(Kind.LIST),

  /** Half of the announced {@code Content-Length}, then the connection is closed. */
  TRUNCATED(Kind.TRANSFER),
  /** Half of the body in chunks without a last one, then the connection is closed. */
  TRUNCATED_CHUNKED(Kind.TRANSFER),
  /** A TCP reset instead of a response. */
  RESET(Kind.TRANSFER),
  /** No response until the client or the server closes the connection. */
  HANG(Kind.TRANSFER),
  /** Headers and half of the body, then nothing. */
  STALL(Kind.TRANSFER),
  /** The healthy response, byte by byte, with a pause after each. */
  DRIBBLE(Kind.TRANSFER),
  /** 300 MB of blanks before the end of a valid response. */
  HUGE_BODY(Kind.TRANSFER),
  /** A result of 100,000 nested arrays. */
  DEEP_JSON(Kind.TRANSFER);

  /** What the fault changes: the whole response, the list in it, or its transfer. */
  enum Kind {
    RESPONSE,
    LIST,
    TRANSFER
  }

  private final Kind kind;

  FaultKind(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Whether the response says that the request was not carried out; then it is not. */
  boolean refuses() {
    return switch (this) {
      case HTML_429,
          UNAUTHORIZED_401,
          FORBIDDEN_403,
          NOT_FOUND_404,
          RATE_LIMITED,
          RATE_LIMITED_SILENT ->
          true;
      default -> false;
    };
  }

  /** Whether it changes lists only. */
  public boolean changesLists() {
    return kind == Kind.LIST;
  }
}
