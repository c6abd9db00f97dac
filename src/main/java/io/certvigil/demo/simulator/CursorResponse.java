package io.certvigil.demo.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the responses of a list by cursor: they name the next page, and no total. */
final class CursorResponse {
  private CursorResponse() {}

  /** The page at the requested cursor, or an error response. */
  static <T> ApiResponse of(
      ApiRequest request, List<T> all, Function<? super T, JsonObject> json, ResponseFault fault) {
    var bounds = Objects.requireNonNull(request.route().pageBounds());
    var range = PageRange.of(request, bounds);
    return range.error(bounds).orElseGet(() -> page(request, range.perPage(), all, json, fault));
  }

  private static <T> ApiResponse page(
      ApiRequest request,
      int perPage,
      List<T> all,
      Function<? super T, JsonObject> json,
      ResponseFault fault) {
    int from = offset(request.parameter("cursor"));
    if (from < 0) {
      return ApiResponse.error(ApiResponse.BAD_REQUEST, 1400, "cursor: unknown");
    }
    var items = ListPage.slice(all, from, perPage);
    var array = new JsonArray(items.size());
    items.forEach(item -> array.add(json.apply(item)));
    int next = from + items.size();
    var info = new JsonObject();
    info.addProperty("count", items.size());
    info.addProperty("cursor", next < all.size() ? cursor(next) : "");
    info.addProperty("per_page", perPage);
    var body = ApiResponse.envelope(array);
    body.add("result_info", info);
    fault.changeList(body);
    return ApiResponse.json(ApiResponse.OK, body);
  }

  private static String cursor(int offset) {
    return Base64.getEncoder().encodeToString(("from " + offset).getBytes(US_ASCII));
  }

  /** Negative if it is no cursor of this list. */
  private static int offset(@Nullable String cursor) {
    if (cursor == null) {
      return 0;
    }
    try {
      var text = new String(Base64.getDecoder().decode(cursor), US_ASCII);
      return PageRange.number(text.replaceFirst("^from ", ""), -1);
    } catch (IllegalArgumentException _) {
      return -1;
    }
  }
}
