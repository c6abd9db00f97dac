package io.certvigil.cloudflare.http;

import io.certvigil.cloudflare.fields.FieldText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A list endpoint of the API: how it is requested, and how its items are mapped.
 *
 * @param template the path, which may contain {@code {zone_id}} or {@code {account_id}}; also the
 *     value of the metric label {@code endpoint}
 * @param perPage the maximum page size; 0 if it is not paginated and has no page parameter
 * @param query additional parameters, such as {@code status=all}; may be empty, and may contain
 *     {@code {zone_id}}
 * @param item reads one item
 * @param id extracts the id of an item
 * @param byCursor true if each page names the next one, instead of pages with numbers
 * @param single true if the result is one object instead of a list
 */
public record ListEndpoint<T>(
    String template,
    int perPage,
    String query,
    ItemReader<T> item,
    Function<T, String> id,
    boolean byCursor,
    boolean single) {
  private static final String ZONE = "{zone_id}";

  /** The smallest page size that every paginated list accepts. */
  static final int SMALLEST_PAGE_SIZE = 5;

  /** An endpoint that returns a list. */
  public ListEndpoint(
      String template, int perPage, String query, ItemReader<T> item, Function<T, String> id) {
    this(template, perPage, query, item, id, false, false);
  }

  /** An endpoint that returns one object, which becomes the only item. */
  public static <T> ListEndpoint<T> single(String template, ItemReader<T> item) {
    return new ListEndpoint<>(template, 0, "", item, _ -> "", false, true);
  }

  /** An endpoint that returns a list whose pages are found by cursor. */
  public static <T> ListEndpoint<T> byCursor(
      String template, int perPage, String query, ItemReader<T> item, Function<T, String> id) {
    return new ListEndpoint<>(template, perPage, query, item, id, true, false);
  }

  public boolean paginated() {
    return perPage > 0;
  }

  /** The minimum number of requests for a list of this many items. */
  public int requests(int items) {
    return paginated() ? Math.max(1, Math.ceilDiv(items, perPage)) : 1;
  }

  /**
   * The path and query of one page, counted from 1, for this account or zone, if the template
   * contains one.
   */
  public String page(String owner, int page) {
    return page(owner, page, perPage);
  }

  /**
   * The path and query of one page of this size. The first page of a list that is not paginated has
   * no page parameter; such a list may announce further pages all the same.
   */
  String page(String owner, int page, int size) {
    var path = path(owner);
    boolean isNumbered = !byCursor && (paginated() || page > 1);
    var paging = isNumbered ? "page=" + page : "";
    paging += size > 0 ? (isNumbered ? "&" : "") + "per_page=" + size : "";
    var asked = query.contains(ZONE) ? query.replace(ZONE, segment(owner)) : query;
    var both = asked.isEmpty() || paging.isEmpty() ? asked + paging : asked + "&" + paging;
    return both.isEmpty() ? path : path + "?" + both;
  }

  /** The path and query of the page that an earlier page named with this cursor. */
  String pageAt(String owner, String cursor, int size) {
    return page(owner, 1, size) + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }

  /** The path without query; each id replaces the next placeholder of the template. */
  public String path(String... ids) {
    var path = template;
    for (var id : ids) {
      int begin = path.indexOf('{');
      path =
          begin < 0
              ? path
              : path.substring(0, begin) + segment(id) + path.substring(path.indexOf('}') + 1);
    }
    return path;
  }

  private static String segment(String owner) {
    return URLEncoder.encode(FieldText.id(owner), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
