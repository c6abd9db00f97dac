package io.certvigil.cloudflare.http;

import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How one of the API's lists is asked for, and what its items are.
 *
 * @param template the path with {@code {zone_id}} or {@code {account_id}} in it; also the value of
 *     the metrics' label {@code endpoint}
 * @param perPage the largest page it gives; 0 where it is not paginated and takes no page
 * @param query further parameters, such as {@code status=all}; may be empty, and may have a {@code
 *     {zone_id}} in it
 * @param wire the record that one item is read into
 * @param mapping from the item to what it means; throws {@link MalformedAnswerException} without an
 *     id
 * @param id of what the mapping gave
 * @param single whether the result is one object instead of a list
 */
public record ListEndpoint<W, T>(
    String template,
    int perPage,
    String query,
    Class<W> wire,
    BiFunction<W, PemCache, T> mapping,
    Function<T, String> id,
    boolean single) {
  private static final String ZONE = "{zone_id}";

  /** The smallest page that every paginated list gives. */
  private static final int SMALLEST_PAGE_SIZE = 5;

  /** A list. */
  public ListEndpoint(
      String template,
      int perPage,
      String query,
      Class<W> wire,
      BiFunction<W, PemCache, T> mapping,
      Function<T, String> id) {
    this(template, perPage, query, wire, mapping, id, false);
  }

  /** One object, which comes as the only item. */
  public static <W, T> ListEndpoint<W, T> single(
      String template, Class<W> wire, BiFunction<W, PemCache, T> mapping) {
    return new ListEndpoint<>(template, 0, "", wire, mapping, _ -> "", true);
  }

  public boolean paginated() {
    return perPage > 0;
  }

  /** The same list, its items taken further. */
  public <U> ListEndpoint<W, U> mapItems(Function<T, U> further, Function<U, String> itsId) {
    return new ListEndpoint<>(template, perPage, query, wire, mapping.andThen(further), itsId);
  }

  /** How many requests a list of so many items takes at least. */
  public int requests(int items) {
    return paginated() ? Math.max(1, Math.ceilDiv(items, perPage)) : 1;
  }

  /** The path and query of one page, from 1, of the list below this account or zone, if any. */
  public String page(String owner, int page) {
    return page(owner, page, perPage);
  }

  /** The path and query of as little of the list as can be asked for. */
  public String smallestPage(String owner) {
    return page(owner, 1, Math.min(perPage, SMALLEST_PAGE_SIZE));
  }

  private String page(String owner, int page, int size) {
    var path = path(owner);
    var paging = paginated() ? "page=" + page + "&per_page=" + size : "";
    var asked = query.contains(ZONE) ? query.replace(ZONE, segment(owner)) : query;
    var both = asked.isEmpty() || paging.isEmpty() ? asked + paging : asked + "&" + paging;
    return both.isEmpty() ? path : path + "?" + both;
  }

  /** The path without any query; each id takes the place of the next one in the template. */
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
