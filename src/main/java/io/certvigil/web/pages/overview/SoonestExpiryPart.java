package io.certvigil.web.pages.overview;

import io.certvigil.web.html.Html;
import io.certvigil.web.pages.CertificateRows;

/** The certificates that expire next. */
final class SoonestExpiryPart {
  private final OverviewView view;
  private final Html html;

  SoonestExpiryPart(OverviewView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void add() {
    html.add("<section>\n<h2>Expires soonest</h2>\n");
    if (view.soonest().isEmpty()) {
      html.add("<p class='empty'>No certificate with an expiry date is known yet.</p></section>\n");
      return;
    }
    html.add(
        """
        <div class="sheet"><table class="listed">
        <thead><tr><th scope="col">Time left</th><th scope="col">Certificate</th><th scope="col">Zone or account</th>\
        <th scope="col">Expires (<span class="zone">UTC</span>)</th><th scope="col">Status</th>\
        <th scope="col"><span class="hidden">Cloudflare</span></th></tr></thead>
        """);
    new CertificateRows(html, view.now()).add(view.soonest());
    html.add("<p class='all'><a href='certificates'>All certificates</a></p></section>\n");
  }
}
