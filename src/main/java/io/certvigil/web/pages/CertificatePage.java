package io.certvigil.web.pages;

import io.certvigil.diff.Presence;
import io.certvigil.model.PemCertificate;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.html.FlashMessage;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import io.certvigil.web.html.Tab;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The page of one certificate: details, alert steps, history, alerts and deliveries. */
final class CertificatePage {
  private final PageRequest request;
  private final CertificateDetailView view;
  private final CertificateView certificate;

  CertificatePage(PageRequest request, CertificateDetailView view) {
    this.request = request;
    this.view = view;
    this.certificate = view.detail().certificate();
  }

  String html(PageLayout layout) {
    return layout.page(Tab.CERTIFICATES, certificate.name(), html -> add(html, layout.now()));
  }

  private void add(Html html, Instant now) {
    html.add(
        "<p class='crumb'><a href='../certificates'>Certificates</a></p>\n"
            + "<div class='title'><h1><bdi>{}</bdi></h1>{}<p class='acts'><a class='button'"
            + " href='{}' rel='noreferrer'>Open in Cloudflare</a></p></div>\n",
        certificate.name(),
        (Html.Part) part -> remainingTime(part, now),
        CertificateRows.dashboardUrl(certificate));
    FlashMessage.add(html, request);
    presenceBanner(html);
    html.add("<div class='pair'><div>\n");
    new ExplanationPart(view, now).add(html);
    history(html);
    html.add("</div>\n");
    html.add("<div>\n");
    facts(html);
    pemCertificates(html);
    html.add("</div></div>\n");
    alertsAndDeliveries(html);
  }

  private void remainingTime(Html html, Instant now) {
    var end = certificate.notAfter();
    if (end != null) {
      var left = Duration.between(now, end);
      html.add(
          "<span class='left {}'>{}</span>",
          PageText.urgency(left),
          left.isNegative()
              ? "expired " + PageText.remaining(left)
              : PageText.remaining(left) + " left");
    }
  }

  private void presenceBanner(Html html) {
    if (!view.detail().watched()) {
      banner(html, "Its list is no longer watched. This page shows the last known data.");
      return;
    }
    switch (view.detail().presence()) {
      case Presence.Present _ -> {}
      case Presence.Missing _ ->
          banner(
              html,
              "The last reading did not contain it. Another complete reading must confirm its"
                  + " absence.");
      case Presence.Hidden _ ->
          banner(
              html,
              "It has not been seen since the permissions of the credential changed. It may still"
                  + " exist, so its alerts go on.");
      case Presence.Absent _ ->
          banner(html, "It is no longer in Cloudflare. This page shows the last known data.");
    }
  }

  private static void banner(Html html, String text) {
    html.add("<div class='banner warning' role='status'><p>{}</p></div>\n", text);
  }

  private void facts(Html html) {
    html.add("<section>\n<h2>Details</h2>\n<dl class='facts'>\n");
    fact(html, "Expires", certificate.notAfter());
    fact(html, "Valid from", certificate.notBefore());
    fact(html, "Lifetime", days(certificate.lifetimeDays()));
    fact(html, "Status", PageText.withSpaces(certificate.status()));
    fact(html, "Source", PageText.withSpaces(certificate.source()));
    fact(html, "Account", certificate.account().name());
    var zone = certificate.zone();
    fact(html, "Zone", zone == null ? null : zone.name());
    fact(html, "Hosts", String.join(" ", certificate.hosts()));
    fact(html, "Issuer", certificate.issuer());
    code(html, "Serial", certificate.serial());
    code(html, "SHA-256", certificate.fingerprintSha256());
    code(html, "ID", certificate.id());
    code(html, "Key", certificate.key());
    fact(html, "Renewed by", certificate.managed() ? "Cloudflare" : null);
    fact(html, "First seen", certificate.firstSeenAt());
    fact(html, "Last seen", certificate.lastSeenAt());
    certificate.labels().forEach((name, value) -> fact(html, name, value));
    certificate.attributes().forEach((name, value) -> fact(html, PageText.withSpaces(name), value));
    html.add("</dl></section>\n");
  }

  private void pemCertificates(Html html) {
    var all = certificate.pemCertificates();
    if (all == null) {
      return;
    }
    html.add("<section>\n<h2>Certificates in the PEM</h2>\n<dl class='facts'>\n");
    for (var one : all) {
      html.add(
          "<div><dt><bdi>{}</bdi></dt><dd>{}{}<br>serial <code>{}</code><br>SHA-256"
              + " <code>{}</code></dd></div>\n",
          one.name(),
          one.notAfter(),
          one.decides() ? " (decides)" : "",
          one.serial(),
          one.fingerprintSha256());
    }
    html.add("</dl>\n");
    if (all.stream().noneMatch(PemCertificate::decides)) {
      html.add("<p>None of them decides, because Cloudflare gives an earlier date.</p>\n");
    }
    html.add("</section>\n");
  }

  private static @Nullable String days(@Nullable Long days) {
    return days == null ? null : PageText.count(days, "day");
  }

  private static void fact(Html html, String name, @Nullable Object value) {
    if (value != null && !value.equals("")) {
      html.add("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
    }
  }

  private static void code(Html html, String name, @Nullable String value) {
    if (value != null) {
      html.add("<div><dt>{}</dt><dd><code>{}</code></dd></div>\n", name, value);
    }
  }

  private void history(Html html) {
    html.add("<section>\n<h2>History</h2>\n");
    if (view.history().isEmpty()) {
      html.add(
          "<p class='empty'>No changes since it was first seen, {}.</p>\n",
          certificate.firstSeenAt());
    } else {
      new ChangeList(html, null).add(view.history());
    }
    html.add("</section>\n");
  }

  private void alertsAndDeliveries(Html html) {
    html.add("<section>\n<h2>Alerts and deliveries</h2>\n");
    if (!view.alerts().isEmpty()) {
      new AlertTable(html, request, certificate.key()).add(view.alerts());
    }
    if (view.events().isEmpty()) {
      html.add("<p class='empty'>No events about this certificate.</p>\n");
    } else {
      EventList.add(html, view.events(), false);
    }
    html.add("</section>\n");
  }
}
