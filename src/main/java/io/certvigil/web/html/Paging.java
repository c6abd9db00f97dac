package io.certvigil.web.html;

import io.certvigil.store.view.Cursor;
import org.jspecify.annotations.Nullable;

/** Links to the previous and next rows of a list. */
public final class Paging {
  private Paging() {}

  /**
   * Adds links by row number; nothing if all rows are shown.
   *
   * @param first the number of the first row shown, from 0
   * @param rows the page size
   */
  public static void add(
      Html html, String page, PageRequest request, int first, int rows, int all) {
    int next = first + rows;
    if (first == 0 && next >= all) {
      return;
    }
    html.add("<nav class='pages' aria-label='More rows'>");
    if (first > 0) {
      html.add(
          "<a class='button' rel='prev' href='{}{}'>Previous</a>",
          page,
          queryFor(request, Math.max(0, first - rows)));
    }
    if (next < all) {
      html.add(
          "<a class='button' rel='next' href='{}{}'>Next {}</a>",
          page,
          queryFor(request, next),
          Math.min(rows, all - next));
    }
    html.add("</nav>\n");
  }

  /**
   * Adds links by cursor.
   *
   * @param next the cursor of the next rows; null if there are none
   */
  public static void add(Html html, String page, PageRequest request, @Nullable Cursor next) {
    if (next == null && !request.has("after")) {
      return;
    }
    html.add("<nav class='pages' aria-label='More rows'>");
    if (request.has("after")) {
      html.add("<a class='button' href='{}{}'>First</a>", page, request.with("after", ""));
    }
    if (next != null) {
      html.add(
          "<a class='button' rel='next' href='{}{}'>Next</a>",
          page,
          request.with("after", next.toString()));
    }
    html.add("</nav>\n");
  }

  private static String queryFor(PageRequest request, int number) {
    return request.with("first", number == 0 ? "" : String.valueOf(number));
  }
}
