package io.certvigil.demo.simulator;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Map;

/** The error responses of the fault kinds, sent instead of a healthy response. */
final class FaultResponses {
  private static final int SERVER_ERROR = 500;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int FOUND = 302;
  private static final String RETRY_AFTER = "Retry-After";
  private static final String SECONDS = "2";

  private FaultResponses() {}

  static ApiResponse replacementFor(FaultKind kind, ApiResponse healthy) {
    return switch (kind) {
      case SERVER_ERROR_500 -> serverError();
      case UNAVAILABLE_503 -> new ApiResponse(UNAVAILABLE, "text/plain", "", Map.of());
      case HTML_502 -> ApiResponse.html(BAD_GATEWAY, "502 Bad Gateway");
      case HTML_200 -> ApiResponse.html(ApiResponse.OK, "Just a moment...");
      case HTML_429 ->
          ApiResponse.html(ApiResponse.TOO_MANY, "You are being rate limited")
              .withHeader(RETRY_AFTER, SECONDS);
      case SUCCESS_FALSE ->
          ApiResponse.json(
              ApiResponse.OK,
              ApiResponse.failure(ApiResponse.error(10000, "Authentication error")));
      case NULL_RESULT -> ApiResponse.of(JsonNull.INSTANCE);
      case EMPTY_BODY -> new ApiResponse(ApiResponse.OK, "application/json", "", Map.of());
      case WRONG_TYPES -> ApiResponse.of(notAList());
      case UNAUTHORIZED_401 ->
          ApiResponse.error(ApiResponse.UNAUTHORIZED, 10000, "Authentication error");
      case FORBIDDEN_403 -> forbidden();
      case NOT_FOUND_404 ->
          ApiResponse.error(
              ApiResponse.NOT_FOUND,
              7003,
              "Could not route to this",
              7000,
              "No route for that URI");
      case RATE_LIMITED -> ApiResponse.tooMany().withHeader(RETRY_AFTER, SECONDS);
      case RATE_LIMITED_SILENT -> ApiResponse.tooMany();
      case REDIRECT_302 ->
          new ApiResponse(FOUND, "text/plain", "", Map.of("Location", "/client/v4/elsewhere"));
      case EMPTY_PAGE,
          SAME_PAGE,
          DRIFT,
          DRIFT_GROWN,
          DRIFT_SHRUNK,
          ONE_SHORT,
          DUPLICATES,
          NO_RESULT_INFO,
          NULL_FIELDS,
          WRONG_TYPED_FIELDS,
          NULL_ITEM,
          UNKNOWN_STATUS,
          UNREADABLE_DATE,
          TRUNCATED,
          TRUNCATED_CHUNKED,
          RESET,
          HANG,
          STALL,
          DRIBBLE,
          HUGE_BODY,
          DEEP_JSON ->
          healthy;
    };
  }

  static ApiResponse serverError() {
    return ApiResponse.error(SERVER_ERROR, 10001, "Internal server error, please try again");
  }

  static ApiResponse forbidden() {
    return ApiResponse.error(
        ApiResponse.FORBIDDEN, 9109, "Unauthorized to access requested resource");
  }

  private static JsonObject notAList() {
    var object = new JsonObject();
    object.addProperty("id", 42);
    object.addProperty("expires_on", true);
    return object;
  }
}
