package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Builds the responses that contain a list. */
final class ListResponse {
  private static final Set<ApiRoute> WITHOUT_TOTAL_PAGES =
      Set.of(ApiRoute.ACCOUNT_TOKENS, ApiRoute.USER_TOKENS);

  private ListResponse() {}

  /** The requested page of the list, an error response, or the whole list if it has no pages. */
  static <T> ApiResponse of(
      ApiRequest request, List<T> all, Function<? super T, JsonObject> json, ResponseFault fault) {
    var bounds = request.route().pageBounds();
    if (bounds == null) {
      return unpaginated(all, json, fault);
    }
    var range = PageRange.of(request, bounds);
    return range.error(bounds).orElseGet(() -> page(request.route(), range, all, json, fault));
  }

  /** One page, with the page and the totals in {@code result_info}. */
  private static <T> ApiResponse page(
      ApiRoute route,
      PageRange range,
      List<T> all,
      Function<? super T, JsonObject> json,
      ResponseFault fault) {
    var page = fault.page(range, all);
    var info = info(range.page(), range.perPage(), page.items().size(), page.total());
    if (!WITHOUT_TOTAL_PAGES.contains(route)) {
      info.addProperty("total_pages", (page.total() + range.perPage() - 1) / range.perPage());
    }
    return response(page.items(), json, info, fault);
  }

  /** The whole list; {@code result_info} has no {@code total_pages}. */
  private static <T> ApiResponse unpaginated(
      List<T> all, Function<? super T, JsonObject> json, ResponseFault fault) {
    return response(all, json, info(1, Math.max(all.size(), 1), all.size(), all.size()), fault);
  }

  private static JsonObject info(int page, int perPage, int count, int total) {
    var info = new JsonObject();
    info.addProperty("page", page);
    info.addProperty("per_page", perPage);
    info.addProperty("count", count);
    info.addProperty("total_count", total);
    return info;
  }

  private static <T> ApiResponse response(
      List<T> items, Function<? super T, JsonObject> json, JsonObject info, ResponseFault fault) {
    var array = new JsonArray(items.size());
    items.forEach(item -> array.add(json.apply(item)));
    var body = ApiResponse.envelope(array);
    body.add("result_info", info);
    fault.changeList(body);
    return ApiResponse.json(ApiResponse.OK, body);
  }
}
