package io.certvigil.web.pages;

import io.certvigil.store.view.EventView;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.util.List;

/** A list of events, each with the state of its deliveries. */
public final class EventList {
  private EventList() {}

  /**
   * Adds the list.
   *
   * @param linked whether each links to the page of its certificate
   */
  public static void add(Html html, List<EventView> events, boolean linked) {
    html.add("<ol class='told'>\n");
    events.forEach(event -> add(html, event, linked));
    html.add("</ol>\n");
  }

  private static void add(Html html, EventView event, boolean linked) {
    html.add(
        "<li>{}<span class='pill {}'>{}</span><span class='what'>",
        event.occurredAt(),
        resolved(event) ? "ok" : event.severity(),
        resolved(event) ? "resolved" : event.severity());
    if (linked && event.type().startsWith("certificate.")) {
      html.add(
          "<a href='certificates/{}'><bdi>{}</bdi></a>",
          event.alertKey(),
          new Html.Sentence(event.summary()));
    } else {
      html.add("<bdi>{}</bdi>", new Html.Sentence(event.summary()));
    }
    html.add("<span class='sub'>{}", PageText.withSpaces(event.type()));
    event.deliveries().forEach(delivery -> html.add(" · {}", delivery));
    html.add("</span></span></li>\n");
  }

  /** Whether its alert ends with it: it carries no colour of a severity. */
  private static boolean resolved(EventView event) {
    return event.type().endsWith(".resolved") || event.type().endsWith(".recovered");
  }
}
