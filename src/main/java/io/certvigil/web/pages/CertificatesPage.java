package io.certvigil.web.pages;

import io.certvigil.model.ReadableDuration;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.web.html.FilterFold;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import io.certvigil.web.html.Paging;
import io.certvigil.web.html.Tab;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The page at {@code /certificates}: a filter and a table of the certificates that match it. */
final class CertificatesPage {
  private static final List<String> WITHIN =
      List.of("0", "7d", "14d", "30d", "60d", "90d", "180d", "365d");
  // Suggestions only: there are other statuses, and any text can be entered.
  private static final List<String> STATUSES =
      List.of(
          "active",
          "available",
          "expired",
          "inactive",
          "pending_deployment",
          "pending_issuance",
          "pending_reactivation",
          "pending_revocation",
          "pending_validation",
          "revoked");

  private final PageRequest request;
  private final CertificatesView view;

  CertificatesPage(PageRequest request, CertificatesView view) {
    this.request = request;
    this.view = view;
  }

  String html(PageLayout layout) {
    return layout.page(Tab.CERTIFICATES, "Certificates", html -> add(html, layout.now()));
  }

  private void add(Html html, Instant now) {
    html.add("<h1>Certificates</h1>\n");
    filter(html);
    html.add("<p class='counted' role='status'>{}{}</p>\n", countText(), (Html.Part) this::period);
    if (view.page().rows().isEmpty() && view.expired() == null) {
      html.add(
          "<p class='empty'>{} <a href='certificates'>Show all</a></p>\n",
          view.filtered() ? "No certificate matches this filter." : "No certificate is known yet.");
      return;
    }
    html.add("<div class='sheet'><table class='listed'>\n");
    head(html);
    var asOf = view.asOf();
    var expired = view.expired();
    new CertificateRows(html, asOf == null ? now : asOf)
        .add(
            view.page().rows(),
            expired == null ? "" : expiredText(expired, now),
            request.without("after").with("within", "0"));
    Paging.add(html, "certificates", request, view.page().next());
  }

  private static String expiredText(CertificatesView.Expired expired, Instant now) {
    return PageText.grouped(expired.count())
        + " expired, oldest "
        + ReadableDuration.roughlyLeft(Duration.between(now, expired.oldest()));
  }

  private String countText() {
    var page = view.page();
    return view.count().isPresent()
        ? PageText.count(view.count().getAsLong(), "certificate")
        : PageText.count(page.rows().size(), "certificate")
            + (page.next() == null ? "" : " and more");
  }

  private void period(Html html) {
    html.addIfPresent(", as of {}", view.asOf());
    html.addIfPresent(", expiring from {}", view.from());
    html.addIfPresent(", expiring before {}", view.until());
  }

  private void filter(Html html) {
    FilterFold.add(html, request);
    html.add("<form class='filter' role='search' aria-label='Filter certificates' data-filter>\n");
    var field = new FormField(html, request);
    field.search("q", "Name, host, serial, fingerprint, id or key");
    field.select("within", "Expires within", WITHIN, CertificatesPage::withinText, "any time");
    field.source();
    field.suggestions("status", "Status", STATUSES);
    field.text("zone", "Zone", "*.example.com");
    field.text("account", "Account", "name or id");
    field.labels(view.labels());
    field.select(
        "sort",
        "Sort by",
        Arrays.stream(CertificateSort.values())
            .filter(sort -> sort != CertificateSort.END && sort != CertificateSort.NOT_AFTER)
            .map(CertificateSort::word)
            .toList(),
        "expiry, soonest first");
    field.day("as_of", "As of");
    field.hidden("from");
    field.hidden("until");
    html.add("<button>Filter</button>");
    if (!request.fields().isEmpty()) {
      html.add("<a href='certificates'>Clear</a>");
    }
    html.add("</form>\n");
  }

  private static String withinText(String rung) {
    return rung.equals("0") ? "expired" : rung.replace("d", " days");
  }

  private void head(Html html) {
    html.add("<thead><tr><th scope='col'>Time left</th>");
    column(html, CertificateSort.NAME, "Certificate");
    html.add("<th scope='col'>Zone or account</th>");
    column(html, CertificateSort.END, "Expires");
    html.add(
        "<th scope='col'>Status</th><th scope='col'><span class='hidden'>Cloudflare</span>"
            + "</th></tr></thead>\n");
  }

  private void column(Html html, CertificateSort sort, String heading) {
    boolean sorted = view.sort() == sort;
    var to = request.without("after");
    html.add(
        "<th scope='col'{}><a class='sort' href='certificates{}'>{}</a></th>",
        (Html.Part) part -> part.add(sorted ? " aria-sort='ascending'" : ""),
        to.with("sort", sort == CertificateSort.END ? "" : sort.word()),
        heading);
  }
}
