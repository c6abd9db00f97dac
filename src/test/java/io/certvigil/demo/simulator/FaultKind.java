package io.certvigil.demo.simulator;

import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The faults that can be injected into responses of the simulated Cloudflare. The kinds for lists
 * do not change other responses; the kinds for pages do not change a list without pages.
 */
@SuppressWarnings("ImmutableEnumChecker") // a response is a record of texts
public enum FaultKind {
  /** 500 with an error as JSON. */
  SERVER_ERROR_500(ApiResponse.error(500, 10001, "Internal server error, please try again")),
  /** 503 with an empty body. */
  UNAVAILABLE_503(new ApiResponse(503, "text/plain", "", Map.of())),
  /** An HTML page with 502. */
  HTML_502(ApiResponse.html(502, "502 Bad Gateway")),
  /** An HTML page with 200. */
  HTML_200(ApiResponse.html(200, "Just a moment...")),
  /** An HTML page with 429 and {@code Retry-After: 2}. */
  HTML_429(ApiResponse.html(429, "You are being rate limited").withHeader("Retry-After", "2")),
  /** 200, but {@code success} is false and there is an error. */
  SUCCESS_FALSE(
      ApiResponse.json(200, ApiResponse.failure(ApiResponse.error(10000, "Authentication error")))),
  /** 200 and success, but no result. */
  NULL_RESULT(ApiResponse.of(JsonNull.INSTANCE)),
  /** 200 without a body. */
  EMPTY_BODY(new ApiResponse(200, "application/json", "", Map.of())),
  /** The result is an object instead of a list. */
  WRONG_TYPES(ApiResponse.of(JsonParser.parseString("{\"id\":false,\"expires_on\":true}"))),
  /** 401 with code 10000. */
  UNAUTHORIZED_401(ApiResponse.error(401, 10000, "Authentication error")),
  /** 403 with code 9109. */
  FORBIDDEN_403(ApiResponse.error(403, 9109, "Unauthorized to access requested resource")),
  /** 403 with code 1450: the product is not part of the plan. */
  NOT_GRANTED_403(ApiResponse.error(403, 1450, "ACM not granted for this zone")),
  /** 403 with an HTML page, as a challenge of Cloudflare's edge. */
  CHALLENGE_403(ApiResponse.html(403, "Just a moment...")),
  /** 400 with code 1406, which says nothing about permission or plan. */
  BAD_SERVICE_400(ApiResponse.error(400, 1406, "Bad response certificate service")),
  /** 404 with code 7003. */
  NOT_FOUND_404(
      ApiResponse.error(404, 7003, "Could not route to this", 7000, "No route for that URI")),
  /** 429 with code 971 and {@code Retry-After: 2}. */
  RATE_LIMITED(ApiResponse.tooMany().withHeader("Retry-After", "2")),
  /** 429 with code 971 and no {@code Retry-After}. */
  RATE_LIMITED_SILENT(ApiResponse.tooMany()),
  /** 302 to another path of the same server, a route that is counted as unknown. */
  REDIRECT_302(new ApiResponse(302, "text/plain", "", Map.of("Location", "/client/v4/elsewhere"))),

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

  /**
   * What the fault changes if it does not replace the response: the list in it, or its transfer.
   */
  private enum Kind {
    LIST,
    TRANSFER
  }

  private final @Nullable ApiResponse replacement;
  private final @Nullable Kind kind;

  FaultKind(ApiResponse replacement) {
    this.replacement = replacement;
    this.kind = null;
  }

  FaultKind(Kind kind) {
    this.replacement = null;
    this.kind = kind;
  }

  /** The response in place of the healthy one; empty if the fault changes that one. */
  Optional<ApiResponse> replacement() {
    return Optional.ofNullable(replacement);
  }

  /** Whether the response says that the request was not carried out; then it is not. */
  boolean refuses() {
    return replacement != null && replacement.status() / 100 == 4;
  }

  /** Whether it changes lists only. */
  public boolean changesLists() {
    return kind == Kind.LIST;
  }
}
