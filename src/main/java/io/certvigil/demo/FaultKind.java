package io.certvigil.demo;

/**
 * The broken answers that the simulated Cloudflare can give. Those of lists leave other answers as
 * they are; those about pages have no effect on a list that has none.
 */
public enum FaultKind {
  /** 500 with an error as JSON. */
  SERVER_ERROR_500(Kind.ANSWER),
  /** 503 with an empty body. */
  UNAVAILABLE_503(Kind.ANSWER),
  /** A page of Cloudflare's edge, with 502. */
  HTML_502(Kind.ANSWER),
  /** An HTML page with 200. */
  HTML_200(Kind.ANSWER),
  /** An HTML page with 429 and {@code Retry-After: 2}. */
  HTML_429(Kind.ANSWER),
  /** 200, but {@code success} is false and there is an error. */
  SUCCESS_FALSE(Kind.ANSWER),
  /** 200 and success, but no result. */
  NULL_RESULT(Kind.ANSWER),
  /** 200 without a body. */
  EMPTY_BODY(Kind.ANSWER),
  /** The result is no list. */
  WRONG_TYPES(Kind.ANSWER),
  /** 401 with code 10000. */
  UNAUTHORIZED_401(Kind.ANSWER),
  /** 403 with code 9109. */
  FORBIDDEN_403(Kind.ANSWER),
  /** 404 with code 7003. */
  NOT_FOUND_404(Kind.ANSWER),
  /** 429 with code 971 and {@code Retry-After: 2}. */
  RATE_LIMITED(Kind.ANSWER),
  /** 429 with code 971 and nothing that says how long. */
  RATE_LIMITED_SILENT(Kind.ANSWER),
  /** 302 to another path of the same server, which counts the request as unknown. */
  REDIRECT_302(Kind.ANSWER),

  /** No items, but the total of all. */
  EMPTY_PAGE(Kind.LIST),
  /** The first page, whichever was asked for. */
  SAME_PAGE(Kind.LIST),
  /** Each request finds the list turned one further: items move between pages, the total stays. */
  DRIFT(Kind.LIST),
  /** As though one had been added in front since the page before: one repeated, the total grows. */
  DRIFT_GROWN(Kind.LIST),
  /** As though one had been taken from a page before: one is passed over, the total shrinks. */
  DRIFT_SHRUNK(Kind.LIST),
  /** The last item of the page is missing, the total counts it. */
  ONE_SHORT(Kind.LIST),
  /** The last item of the page is a copy of its first; a single one comes twice. */
  DUPLICATES(Kind.LIST),
  /** Healthy items, but nothing that says how many there are. */
  NO_RESULT_INFO(Kind.LIST),
  /** Every field of every item is null, but for the id. */
  NULL_FIELDS(Kind.LIST),
  /** Every field of every item has another type than it should, the id too. */
  WRONG_TYPED_FIELDS(Kind.LIST),
  /** One item of the page is null. */
  NULL_ITEM(Kind.LIST),
  /** Every status is a word that nobody knows. */
  UNKNOWN_STATUS(Kind.LIST),
  /** No date of any item can be read, neither in its fields nor in its PEM. */
  UNREADABLE_DATE(Kind.LIST),

  /** Half of the announced {@code Content-Length}, then the end of the connection. */
  TRUNCATED(Kind.WIRE),
  /** Half of the body in chunks without a last one, then the end of the connection. */
  TRUNCATED_CHUNKED(Kind.WIRE),
  /** A TCP reset instead of an answer. */
  RESET(Kind.WIRE),
  /** No answer until the client or the server gives up. */
  HANG(Kind.WIRE),
  /** Headers and half of the body, then nothing any more. */
  STALL(Kind.WIRE),
  /** The healthy answer, byte by byte, with a pause after each. */
  DRIBBLE(Kind.WIRE),
  /** 300 MB of blanks before the end of a valid answer. */
  HUGE_BODY(Kind.WIRE),
  /** A result of 100,000 arrays within each other. */
  DEEP_JSON(Kind.WIRE);

  /** Where an answer breaks: instead of it, in its list, or on its way. */
  enum Kind {
    ANSWER,
    LIST,
    WIRE
  }

  private final Kind kind;

  FaultKind(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it says that the request was not carried out, so that it never is. */
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

  /** Whether it is about the items of a list, so that single objects stay healthy. */
  public boolean isOfLists() {
    return kind == Kind.LIST;
  }
}
