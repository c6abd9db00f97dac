package io.certvigil.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.HostileText;
import io.certvigil.web.api.ExpiryCalendar;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.pages.overview.OverviewPage;
import io.certvigil.web.pages.overview.OverviewViews;
import io.certvigil.web.site.InstallationInfo;
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
    var about = new InstallationInfo(text, text);
    return new OverviewPage(view).html(new PageLayout(about, view.now(), ""));
  }

  /** Unfolded, since the folding depends on the number of octets. */
  private static String calendar(String text, int certificates) {
    var calendar =
        new ExpiryCalendar(text, "9.9.9", "https://certs.example.com/", OverviewViews.TODAY);
    for (int number = 0; number < certificates; number++) {
      calendar.add(HostileText.certificate("k" + number, text, OverviewViews.TODAY));
    }
    return calendar.finish().replace("\r\n ", "");
  }
}
