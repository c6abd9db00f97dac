package io.certvigil.web.html;

import io.certvigil.policy.impairment.Impairment;
import java.time.Instant;
import java.util.List;

/** The red banners about what impairs the daemon. */
public final class ImpairmentBanner {
  private ImpairmentBanner() {}

  /** What is wrong, since when, why, and what to do. */
  public static void add(Html html, List<Impairment> impairments, Instant now) {
    for (var one : impairments) {
      html.add("<div class='banner critical' role='alert'><p>");
      title(html, one, now);
      if (!one.detail().isEmpty()) {
        html.add(" <span class='why'>{}</span>", one.detail());
      }
      html.add("</p><p>{}</p></div>\n", one.remedy());
    }
  }

  /** Only what is wrong and since when, with a link to the page that says more. */
  static void addShort(Html html, List<Impairment> impairments, Instant now, String pathToRoot) {
    for (var one : impairments) {
      html.add("<div class='banner critical' role='status'><p>");
      title(html, one, now);
      html.add(" <a href='{}./'>What to do</a></p></div>\n", pathToRoot);
    }
  }

  private static void title(Html html, Impairment one, Instant now) {
    html.add("<b>{}</b>", one.title());
    var since = one.since();
    if (since != null) {
      html.add(" since {} ({}).", since, new Html.Ago(since, now));
    }
  }
}
