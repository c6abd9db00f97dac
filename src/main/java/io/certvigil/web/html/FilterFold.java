package io.certvigil.web.html;

/** The switch that shows the filter on a phone, where it is folded; works without a script. */
public final class FilterFold {
  private FilterFold() {}

  /**
   * Adds the switch; the form with the class {@code filter} must follow at once. It is open if the
   * request filters.
   */
  public static void add(Html html, PageRequest request) {
    html.add(
        "<input type='checkbox' class='fold' id='fold'{}><label class='fold' for='fold'>Filter"
            + "</label>\n",
        (Html.Part) part -> part.add(request.fields().isEmpty() ? "" : " checked"));
  }
}
