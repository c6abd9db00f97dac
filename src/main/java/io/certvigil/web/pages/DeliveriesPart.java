package io.certvigil.web.pages;

import io.certvigil.store.view.DeliveryView;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.time.Instant;
import java.util.List;

/** A section with a table of deliveries and their states. */
final class DeliveriesPart {
  private final Html html;
  private final Instant now;

  DeliveriesPart(Html html, Instant now) {
    this.html = html;
    this.now = now;
  }

  /**
   * Adds the section.
   *
   * @param between is added between the heading and the table
   */
  void add(String heading, List<DeliveryView> deliveries, Html.Part between) {
    html.add("<section>\n<h2>{}</h2>\n{}", heading, between);
    if (deliveries.isEmpty()) {
      html.add("<p class='empty'>No deliveries.</p></section>\n");
      return;
    }
    html.add(
        """
        <div class="sheet"><table class="deliveries">
        <thead><tr><th scope="col">State</th><th scope="col">Events</th><th scope="col">Channel</th>\
        <th scope="col">Created</th><th scope="col">Attempts</th></tr></thead>
        <tbody>
        """);
    deliveries.forEach(this::row);
    html.add("</tbody></table></div></section>\n");
  }

  private void row(DeliveryView delivery) {
    html.add(
        "<tr><td><span class='pill {}'>{}</span></td><th scope='row'>",
        style(delivery.state()),
        delivery.state());
    var events = delivery.events();
    if (events.isEmpty()) {
      html.add("digest");
    } else {
      html.add("<bdi>{}</bdi>", new Html.Sentence(events.getFirst().summary()));
      if (events.size() > 1) {
        html.add("<span class='sub'>and {} more</span>", events.size() - 1);
      }
    }
    html.add("<span class='sub'>{}</span></th>", delivery.messageId());
    html.add(
        "<td><bdi>{}</bdi><span class='sub'>{}</span></td>", delivery.channel(), delivery.lane());
    html.add(
        "<td class='date'>{}</td><td data-of='attempts'>{}",
        delivery.createdAt(),
        delivery.attempts());
    var reason = delivery.reason();
    if (reason != null) {
      html.add("<span class='sub'>{}</span>", PageText.withSpaces(reason));
    }
    var next = delivery.nextAttemptAt();
    if (next != null && next.isAfter(now)) {
      html.add("<span class='sub'>next attempt {}</span>", next);
    }
    html.add("</td></tr>\n");
  }

  private static String style(String state) {
    return switch (state) {
      case "delivered" -> "ok";
      case "expired", "discarded" -> "critical";
      case "ready", "sending" -> "info";
      default -> "none";
    };
  }
}
