package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Builds the responses that contain a list. */
final class ListResponse {
  private ListResponse() {}

  /** One page, with the page and the totals in {@code result_info}. */
  static <T> ApiResponse page(
      PageRange range, List<T> all, Function<? super T, JsonObject> json, ResponseFault fault) {
    var page = fault.page(range, all);
    var info = new JsonObject();
    info.addProperty("page", range.page());
    info.addProperty("per_page", range.perPage());
    info.addProperty("count", page.items().size());
    info.addProperty("total_count", page.total());
    info.addProperty("total_pages", (page.total() + range.perPage() - 1) / range.perPage());
    return response(array(page.items(), json), info, fault);
  }

  /** The whole list; {@code result_info} has no {@code total_pages}. */
  static <T> ApiResponse unpaginated(
      List<T> all, Function<? super T, JsonObject> json, ResponseFault fault) {
    var info = new JsonObject();
    info.addProperty("page", 1);
    info.addProperty("per_page", Math.max(all.size(), 1));
    info.addProperty("count", all.size());
    info.addProperty("total_count", all.size());
    return response(array(all, json), info, fault);
  }

  private static <T> JsonArray array(List<T> items, Function<? super T, JsonObject> json) {
    var array = new JsonArray(items.size());
    items.forEach(item -> array.add(json.apply(item)));
    return array;
  }

  private static ApiResponse response(JsonArray items, JsonObject info, ResponseFault fault) {
    var body = ApiResponse.envelope(items);
    body.add("result_info", info);
    fault.changeList(body);
    return ApiResponse.json(ApiResponse.OK, body);
  }
}
