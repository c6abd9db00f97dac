package io.certvigil.web;

/** The way to the rows before and behind those that are shown. */
final class Paging {
  private Paging() {}

  /**
   * Nothing where all are shown.
   *
   * @param first the number of the first that is shown, from 0
   * @param rows how many are shown at most
   */
  static void add(Html html, String page, Question question, int first, int rows, int all) {
    int next = first + rows;
    if (first == 0 && next >= all) {
      return;
    }
    html.add("<nav class=\"pages\" aria-label=\"More rows\">");
    if (first > 0) {
      html.add(
          "<a class=\"button\" rel=\"prev\" href=\"{}{}\">Back</a>",
          page,
          at(question, Math.max(0, first - rows)));
    }
    if (next < all) {
      html.add(
          "<a class=\"button\" rel=\"next\" href=\"{}{}\">Next {}</a>",
          page,
          at(question, next),
          Math.min(rows, all - next));
    }
    html.add("</nav>\n");
  }

  private static String at(Question question, int number) {
    return question.with("first", number == 0 ? "" : String.valueOf(number));
  }
}
