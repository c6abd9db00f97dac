package io.certvigil.web.pages;

import io.certvigil.policy.Silence;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The silences that have not ended, and the form to create one. */
final class SilencesPart {
  /** The durations on offer: hours, and how the page shows them. */
  private static final SortedMap<Integer, String> DURATIONS =
      new TreeMap<>(
          Map.of(
              1, "1 hour",
              4, "4 hours",
              24, "1 day",
              72, "3 days",
              168, "7 days",
              336, "14 days",
              720, "30 days"));

  private final PageRequest request;
  private final AlertsView view;
  private final Instant now;

  SilencesPart(PageRequest request, AlertsView view, Instant now) {
    this.request = request;
    this.view = view;
    this.now = now;
  }

  void add(Html html) {
    html.add("<section id='silences'>\n<h2>Silences</h2>\n");
    if (view.silences().isEmpty()) {
      html.add("<p class='empty'>No silences.</p>\n");
    } else {
      list(html);
    }
    if (request.mayChange()) {
      form(html);
    } else {
      html.add(
          "<p class='how'>Acknowledging and silencing on this page require a user who may change"
              + " something: set <code>web.may_change</code>. Or run <code>certvigil ack KEY</code>"
              + " and <code>certvigil silence add</code> on the daemon's host.</p>\n");
    }
    html.add("</section>\n");
  }

  private void list(Html html) {
    html.add(
        """
        <div class="sheet"><table class="silences">
        <thead><tr><th scope="col">Matches</th><th scope="col">Starts</th><th scope="col">Ends</th>\
        <th scope="col">Comment</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        """);
    view.silences().forEach(silence -> row(html, silence));
    html.add("</tbody></table></div>\n");
  }

  private void row(Html html, Silence silence) {
    html.add(
        "<tr><th scope='row'><bdi>{}</bdi><span class='sub'>{}{}</span></th>",
        what(silence),
        silence.id(),
        silence.active(now) ? "" : " · not started yet");
    html.add(
        "<td class='date' data-of='starts'>{}</td><td class='date' data-of='ends'>{}</td>"
            + "<td><bdi>{}</bdi><span class='sub'>{}</span></td><td class='go'>",
        silence.startsAt(),
        silence.endsAt(),
        silence.comment(),
        silence.author());
    if (request.mayChange()) {
      html.add(
          "<form method='post' action='alerts/end'><input type='hidden' name='id'"
              + " value='{}'><button aria-label='End silence {}'>End</button></form>",
          silence.id(),
          silence.id());
    }
    html.add("</td></tr>\n");
  }

  private void option(Html html, int hours, String text) {
    if (Duration.ofHours(hours).compareTo(view.longestSilence()) <= 0) {
      html.add("<option value='{}'{}>{}</option>", hours, hours == 4 ? " selected" : "", text);
    }
  }

  private static String what(Silence silence) {
    var matchers = silence.matchers();
    return matchers.isEmpty() ? "every certificate" : String.join(" ", matchers);
  }

  private void form(Html html) {
    html.add(
        "<details class='card' id='silence'{}><summary>New silence</summary>\n",
        request.has("key") ? " open" : "");
    html.add("<form class='make' method='post' action='alerts/silence'>\n");
    var field = new FormField(html, request);
    field.text("key", "Alert or certificate", "key");
    field.source();
    field.text("zone", "Zone", "*.shop.example");
    field.text("account", "Account", "name or ID");
    field.text("name", "Name", "edge-*");
    field.labels(view.labels());
    html.add("<label>Duration <select name=\"lasts\">");
    DURATIONS.forEach((hours, text) -> option(html, hours, text));
    html.add(
        """
        </select></label>
        <label class="wide">Comment <input name="comment" required maxlength="500"></label>
        <label class="tick"><input type="checkbox" name="all" value="1"> every certificate, if no field above is filled in</label>
        <button>Silence</button>
        </form></details>
        """);
  }
}
