package io.certvigil.cloudflare;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON bodies of API responses for tests. */
public final class ApiBodies {
  private ApiBodies() {}

  /** Items from {@code cert-from} up to, but not including, {@code cert-to}. */
  static List<String> items(int from, int to) {
    return IntStream.range(from, to).mapToObj(ApiBodies::item).toList();
  }

  static String item(int number) {
    return "{\"id\":\"cert-%d\",\"common_name\":\"device-%d\",\"status\":\"active\",\"expires_on\":\"2033-02-20T23:18:00Z\",\"action\":\"block\",\"expiration\":{}}"
        .formatted(number, number);
  }

  /** A page with a complete {@code result_info}. */
  public static String page(List<String> items, int page, int perPage, int total) {
    return page(
        items,
        "{\"page\":%d,\"per_page\":%d,\"count\":%d,\"total_count\":%d,\"total_pages\":%d,\"cursor\":\"\"}"
            .formatted(page, perPage, items.size(), total, Math.ceilDiv(total, perPage)));
  }

  /** A page with this {@code result_info}. */
  public static String page(List<String> items, String info) {
    return "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":[%s],\"result_info\":%s}"
        .formatted(items.stream().collect(Collectors.joining(",")), info);
  }

  static String error(int code, String message) {
    return "{\"success\":false,\"errors\":[{\"code\":%d,\"message\":\"%s\"}],\"messages\":[],\"result\":null}"
        .formatted(code, message);
  }

  /** Serves {@code total} items like the real API, in pages of at most {@code most} items. */
  static FakeApi.Script list(int total, int most) {
    return (request, out) -> {
      int size = Math.min(most, Integer.parseInt(request.query().getOrDefault("per_page", "20")));
      int from = Math.min(total, (request.page() - 1) * size);
      var items = items(from, Math.min(total, from + size));
      FakeApi.send(out, 200, page(items, request.page(), size, total));
    };
  }
}
