package io.certvigil.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.HostileText;
import io.certvigil.model.ResourceRef;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.api.ExpiryCalendar;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.pages.overview.OverviewPage;
import io.certvigil.web.pages.overview.OverviewViews;
import io.certvigil.web.site.InstallationInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HostilePagesTest {
  private static final String HARMLESS = "xy";

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void page_isPrintable(String text) {
    HostileText.assertPrintable(page(text), page(HARMLESS));
  }

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void calendar_isPrintable(String text) {
    HostileText.assertPrintable(calendar(text, 1), calendar(HARMLESS, 1));
  }

  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void calendarOfABusyDay_isPrintable(String text) {
    assertThat(calendar(HARMLESS, 6)).contains("6 certificates expire");
    HostileText.assertPrintable(calendar(text, 6), calendar(HARMLESS, 6));
  }

  private static String page(String text) {
    var view = OverviewViews.named(text);
    var about = new InstallationInfo(text, text, Set.of(text));
    return new OverviewPage(view).html(new PageLayout(about, view.now(), ""));
  }

  /** Unfolded, since the folding depends on the number of octets. */
  private static String calendar(String text, int certificates) {
    var calendar =
        new ExpiryCalendar(text, "9.9.9", "https://certs.example.com/", OverviewViews.TODAY);
    for (int number = 0; number < certificates; number++) {
      calendar.add(certificate("k" + number, text));
    }
    return calendar.finish().replace("\r\n ", "");
  }

  private static CertificateView certificate(String key, String text) {
    return new CertificateView(
        key,
        "client_certificates",
        text,
        text,
        new ResourceRef("a1", text),
        new ResourceRef("z1", text),
        List.of(text),
        text,
        text,
        text,
        text,
        null,
        OverviewViews.TODAY,
        0L,
        null,
        false,
        OverviewViews.TODAY,
        OverviewViews.TODAY,
        Map.of("team", text),
        Map.of("type", text));
  }
}
