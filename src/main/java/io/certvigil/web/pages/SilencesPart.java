package io.certvigil.web.pages;

import io.certvigil.model.LabelField;
import io.certvigil.model.Source;
import io.certvigil.policy.Silence;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageRequest;
import java.time.Instant;
import java.util.Arrays;

/** The silences that have not ended, and the form that makes one. */
final class SilencesPart {
  private final PageRequest question;
  private final AlertsView view;
  private final Instant now;

  SilencesPart(PageRequest question, AlertsView view, Instant now) {
    this.question = question;
    this.view = view;
    this.now = now;
  }

  void add(Html html) {
    html.add("<section id=\"silences\">\n<h2>Silences</h2>\n");
    if (view.silences().isEmpty()) {
      html.add("<p class=\"empty\">Nothing is silenced.</p>\n");
    } else {
      list(html);
    }
    if (question.mayChange()) {
      form(html);
    } else {
      html.add(
          "<p class=\"how\">To acknowledge and to silence here, the daemon must know who asks: set"
              + " <code>web.basic_auth_users</code>. On its machine <code>certvigil ack KEY</code>"
              + " and <code>certvigil silence add</code> do it.</p>\n");
    }
    html.add("</section>\n");
  }

  private void list(Html html) {
    html.add(
        """
        <div class="sheet"><table class="silences">
        <thead><tr><th scope="col">For</th><th scope="col">From</th><th scope="col">Until</th>\
        <th scope="col">Why</th><th scope="col"><span class="hidden">What to do</span></th></tr></thead>
        <tbody>
        """);
    view.silences().forEach(silence -> row(html, silence));
    html.add("</tbody></table></div>\n");
  }

  private void row(Html html, Silence silence) {
    html.add(
        "<tr><th scope=\"row\"><bdi>{}</bdi><span class=\"sub\">{}{}</span></th>",
        what(silence),
        silence.id(),
        silence.active(now) ? "" : " · not yet begun");
    html.add(
        "<td class=\"date\" data-of=\"from\">{}</td><td class=\"date\" data-of=\"until\">{}</td>"
            + "<td><bdi>{}</bdi><span class=\"sub\">{}</span></td><td class=\"go\">",
        silence.startsAt(),
        silence.endsAt(),
        silence.comment(),
        silence.author());
    if (question.mayChange()) {
      html.add(
          "<form method=\"post\" action=\"alerts/end\"><input type=\"hidden\" name=\"id\""
              + " value=\"{}\"><button aria-label=\"End silence {}\">End</button></form>",
          silence.id(),
          silence.id());
    }
    html.add("</td></tr>\n");
  }

  private static String what(Silence silence) {
    var matchers = silence.matchers();
    return matchers.isEmpty() ? "every certificate" : String.join(" ", matchers);
  }

  private void form(Html html) {
    html.add(
        "<details class=\"card\" id=\"silence\"{}><summary>Make a silence</summary>\n",
        question.has("key") ? " open" : "");
    html.add("<form class=\"make\" method=\"post\" action=\"alerts/silence\">\n");
    var field = new FormField(html, question);
    field.text("key", "Alert or certificate", "its key");
    field.select("source", "Source", Arrays.stream(Source.values()).map(Source::word).toList());
    field.text("zone", "Zone", "*.shop.example");
    field.text("account", "Account", "its name or id");
    field.text("name", "Name", "edge-*");
    view.labels().forEach((name, values) -> field.select(LabelField.of(name), name, values));
    html.add(
        """
        <label>Lasts <select name="lasts"><option value="1">1 hour</option><option value="4" selected>4 hours</option>\
        <option value="24">1 day</option><option value="72">3 days</option><option value="168">7 days</option>\
        <option value="336">14 days</option><option value="720">30 days</option></select></label>
        <label class="wide">Why <input name="comment" required maxlength="500"></label>
        <label class="tick"><input type="checkbox" name="all" value="1"> every certificate, where nothing above is given</label>
        <button>Silence</button>
        </form></details>
        """);
  }
}
