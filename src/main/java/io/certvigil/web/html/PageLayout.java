package io.certvigil.web.html;

import io.certvigil.policy.impairment.Impairment;
import io.certvigil.web.site.InstallationInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layout of every page: head, navigation and footer.
 *
 * @param pathToRoot the relative path from the page to the root: empty, or {@code ../} for a page
 *     one level below
 * @param dataAt when anything was last read completely from Cloudflare; null if nothing was yet
 * @param impairments what impairs the daemon; every page says it first, the overview in full
 */
public record PageLayout(
    InstallationInfo about,
    Instant now,
    String pathToRoot,
    @Nullable Instant dataAt,
    List<Impairment> impairments) {
  public PageLayout {
    impairments = List.copyOf(impairments);
  }

  /** Of a page without data. */
  public PageLayout(InstallationInfo about, Instant now, String pathToRoot) {
    this(about, now, pathToRoot, null, List.of());
  }

  /** Renders a complete page. */
  public String page(Tab tab, String title, Html.Part main) {
    return page(tab, title, false, main);
  }

  /**
   * Renders a complete page.
   *
   * @param live whether a script replaces the content from time to time
   */
  public String page(Tab tab, String title, boolean live, Html.Part main) {
    var html = new Html();
    head(html, title);
    header(html, tab);
    html.add("<main id='main' tabindex='-1'{}>\n", live ? " data-live" : "");
    if (tab == Tab.OVERVIEW) {
      ImpairmentBanner.add(html, impairments, now);
    } else {
      ImpairmentBanner.addShort(html, impairments, now, pathToRoot);
    }
    main.add(html);
    footer(html);
    return html.toString();
  }

  /**
   * Rendering waits for the footer, since a table that grows during loading would move the text.
   */
  private void head(Html html, String title) {
    html.add(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{} · {}</title>
        <link rel="icon" href="{}icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="{}style.css?{}">
        <link rel="expect" href="#foot" blocking="render">
        <script src="{}pages.js?{}" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        """,
        title,
        about.installation(),
        pathToRoot,
        pathToRoot,
        about.version(),
        pathToRoot,
        about.version());
  }

  private void header(Html html, Tab current) {
    html.add(
        """
        <header>
        <p class="brand"><a href="{}./"><img src="{}icon.svg" alt="" width="28" height="28"> Certvigil</a>
        <span class="chip">{}</span></p>
        """,
        pathToRoot,
        pathToRoot,
        about.installation());
    if (current != Tab.CERTIFICATES
        || !pathToRoot.isEmpty()) { // the certificates page has a search field of its own
      html.add(
          """
          <form class="find" role="search" action="{}certificates"><input type="search" name="q" maxlength="200"
          aria-label="Find a certificate" placeholder="Find a certificate" data-find></form>
          """,
          pathToRoot);
    }
    if (dataAt == null) {
      html.add("<p class='asof'>Nothing read yet</p>\n");
    } else {
      html.add(
          "<p class='asof'>As of {} <span class='zone'>UTC</span>, {}</p>\n",
          dataAt,
          new Html.Ago(dataAt, now));
    }
    html.add("<nav class='tabs' aria-label='Pages'><ul>\n");
    for (var tab : Tab.values()) {
      html.add("<li><a href='{}{}'", pathToRoot, tab.path());
      html.add(
          tab == current ? " aria-current='page'>{}</a></li>\n" : ">{}</a></li>\n", tab.label());
    }
    html.add("</ul></nav>\n</header>\n");
  }

  private void footer(Html html) {
    html.add(
        """
        </main>
        <footer id="foot">
        <p>Certvigil {}. Times are in <span class="zone">UTC</span>; hover over a time for the exact value in UTC.</p>
        <nav aria-label="More"><a href="{}export.csv">CSV</a> <a href="{}calendar.ics">Calendar</a>
        <a href="{}api/v1/certificates">API</a> <a href="{}metrics">Metrics</a> <a href="{}-/healthy">Healthy</a>
        <a href="{}-/ready">Ready</a></nav>
        </footer>
        </body>
        </html>
        """,
        about.version(),
        pathToRoot,
        pathToRoot,
        pathToRoot,
        pathToRoot,
        pathToRoot,
        pathToRoot);
  }
}
