package io.certvigil.web.html;

import io.certvigil.store.view.Cursor;
import org.jspecify.annotations.Nullable;

/** The way to the rows before and behind those that are shown. */
public final class Paging {
  private Paging() {}

  /**
   * Nothing where all are shown.
   *
   * @param first the number of the first that is shown, from 0
   * @param rows how many are shown at most
   */
  public static void add(
      Html html, String page, PageRequest question, int first, int rows, int all) {
    int next = first + rows;
    if (first == 0 && next >= all) {
      return;
    }
    html.add("<nav class=\"pages\" aria-label=\"More rows\">");
    if (first > 0) {
      html.add(
          "<a class=\"button\" rel=\"prev\" href=\"{}{}\">Back</a>",
          page,
          queryFor(question, Math.max(0, first - rows)));
    }
    if (next < all) {
      html.add(
          "<a class=\"button\" rel=\"next\" href=\"{}{}\">Next {}</a>",
          page,
          queryFor(question, next),
          Math.min(rows, all - next));
    }
    html.add("</nav>\n");
  }

  /**
   * For a list that is walked on from where it was left.
   *
   * @param next where the rows behind those that are shown begin; null where there are none
   */
  public static void add(Html html, String page, PageRequest question, @Nullable Cursor next) {
    if (next == null && !question.has("after")) {
      return;
    }
    html.add("<nav class=\"pages\" aria-label=\"More rows\">");
    if (question.has("after")) {
      html.add("<a class=\"button\" href=\"{}{}\">First</a>", page, question.with("after", ""));
    }
    if (next != null) {
      html.add(
          "<a class=\"button\" rel=\"next\" href=\"{}{}\">Next</a>",
          page,
          question.with("after", next.toString()));
    }
    html.add("</nav>\n");
  }

  private static String queryFor(PageRequest question, int number) {
    return question.with("first", number == 0 ? "" : String.valueOf(number));
  }
}
