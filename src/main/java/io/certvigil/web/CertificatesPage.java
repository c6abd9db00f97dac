package io.certvigil.web;

import io.certvigil.model.Source;
import io.certvigil.store.CertificateSort;
import io.certvigil.store.CertificateView;
import io.certvigil.store.Page;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The page at {@code /certificates}: all of them, a hundred at a time. */
final class CertificatesPage {
  private static final int ROWS = 100;
  private static final List<String> WITHIN =
      List.of("0", "7d", "14d", "30d", "60d", "90d", "180d", "365d");
  // More are known, and any may be typed.
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

  /** Beyond so many a filter is answered without saying how many pass it. */
  private static final long COUNTED = 200_000;

  private final Web.Status status;

  CertificatesPage(Web.Status status) {
    this.status = status;
  }

  String html(Question question, Shell shell) {
    var wanted = new Wanted(question, shell.now());
    var page = page(wanted, shell.now());
    var count = count(wanted, shell);
    return shell.page(
        Tab.CERTIFICATES,
        "Certificates",
        false,
        html -> add(html, question, shell, wanted, page, count));
  }

  private Page<CertificateView> page(Wanted wanted, Instant now) {
    var catalogue = status.catalogue();
    return wanted
        .asOf()
        .map(moment -> catalogue.asOf(moment, wanted.filter(), wanted.cursor(), ROWS))
        .orElseGet(
            () -> catalogue.page(wanted.filter(), wanted.sort(), wanted.cursor(), ROWS, now));
  }

  private OptionalLong count(Wanted wanted, Shell shell) {
    long all = status.estate().certificates();
    if (!wanted.filters()) {
      return OptionalLong.of(all);
    }
    return wanted.from().isPresent() || wanted.asOf().isPresent() || all > COUNTED
        ? OptionalLong.empty()
        : OptionalLong.of(status.catalogue().count(wanted.filter(), shell.now()));
  }

  private void add(
      Html html,
      Question question,
      Shell shell,
      Wanted wanted,
      Page<CertificateView> page,
      OptionalLong count) {
    html.add("<h1>Certificates</h1>\n");
    filter(html, question);
    html.add("<p class=\"counted\" role=\"status\">{}{}</p>\n", counted(page, count), span(wanted));
    if (page.rows().isEmpty()) {
      html.add(
          "<p class=\"empty\">{} <a href=\"certificates\">Show all</a></p>\n",
          wanted.filters() ? "No certificate passes this filter." : "No certificate is known yet.");
      return;
    }
    html.add("<div class=\"sheet\"><table class=\"listed\">\n");
    head(html, question, wanted);
    new ListedRows(html, wanted.asOf().orElse(shell.now()))
        .add(page.rows().stream().map(Listed::of).toList());
    Paging.add(html, "certificates", question, page.next());
  }

  private static String counted(Page<CertificateView> page, OptionalLong count) {
    return count.isPresent()
        ? Words.count(count.getAsLong(), "certificate")
        : Words.count(page.rows().size(), "certificate") + (page.next() == null ? "" : " and more");
  }

  private static Html.Part span(Wanted wanted) {
    var from = wanted.from();
    var until = wanted.until();
    return html -> {
      wanted.asOf().ifPresent(at -> html.add(", as known on {}", at));
      from.ifPresent(at -> html.add(", ending from {} on", at));
      until.ifPresent(at -> html.add(", ending before {}", at));
    };
  }

  private void filter(Html html, Question question) {
    html.add(
        "<form class=\"filter\" role=\"search\" aria-label=\"Filter certificates\" data-filter>\n");
    var field = new Field(html, question);
    field.search("q", "Name, host, serial, fingerprint, id or key");
    field.select("within", "Ends within", WITHIN, CertificatesPage::within, "any time");
    field.select("source", "Source", Arrays.stream(Source.values()).map(Source::word).toList());
    field.list("status", "Status", STATUSES);
    field.text("zone", "Zone", "*.example.com");
    field.text("account", "Account", "name or id");
    status
        .daemon()
        .labels()
        .forEach((name, values) -> field.select(Wanted.LABEL + name, name, values));
    field.select(
        "sort",
        "Sort by",
        Arrays.stream(CertificateSort.values())
            .filter(sort -> sort != CertificateSort.END)
            .map(CertificateSort::word)
            .toList(),
        "soonest end");
    field.date("as_of", "As known on");
    field.kept("from");
    field.kept("until");
    html.add("<button>Filter</button>");
    if (!question.fields().isEmpty()) {
      html.add("<a href=\"certificates\">Clear</a>");
    }
    html.add("</form>\n");
  }

  private static String within(String rung) {
    return rung.equals("0") ? "expired" : rung.replace("d", " days");
  }

  private static void head(Html html, Question question, Wanted wanted) {
    html.add("<thead><tr><th scope=\"col\">Left</th>");
    column(html, question, wanted, CertificateSort.NAME, "Certificate");
    html.add("<th scope=\"col\">Where</th>");
    column(html, question, wanted, CertificateSort.END, "Expires");
    html.add(
        "<th scope=\"col\">Status</th><th scope=\"col\"><span class=\"hidden\">Cloudflare</span>"
            + "</th></tr></thead>\n");
  }

  private static void column(
      Html html, Question question, Wanted wanted, CertificateSort sort, String heading) {
    boolean sorted = wanted.sort() == sort;
    var to = new Question("", question.fields(), "").without("after");
    html.add(
        "<th scope=\"col\"{}><a class=\"sort\" href=\"certificates{}\">{}</a></th>",
        (Html.Part) part -> part.add(sorted ? " aria-sort=\"ascending\"" : ""),
        to.with("sort", sort == CertificateSort.END ? "" : sort.word()),
        heading);
  }
}
