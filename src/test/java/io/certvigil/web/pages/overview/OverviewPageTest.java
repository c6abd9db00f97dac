package io.certvigil.web.pages.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.impairment.Impairment;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.site.InstallationInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverviewPageTest {
  private static String html(OverviewView view) {
    return html(view, OverviewViews.ABOUT);
  }

  private static String html(OverviewView view, InstallationInfo about) {
    return new OverviewPage(view).html(new PageLayout(about, view.now(), ""));
  }

  @Test
  void full_isWrittenForInspection() throws Exception {
    var folder = Path.of("target", "status-page");
    Files.createDirectories(folder);

    Files.writeString(folder.resolve("full.html"), html(OverviewViews.full()));
    Files.writeString(folder.resolve("empty.html"), html(OverviewViews.empty()));

    assertThat(folder.resolve("full.html")).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device-17.example.com",
        "13 d 21 h",
        "2026-12-04 19:00",
        "https://dash.cloudflare.com/a1/example.com/ssl-tls/client-certificates",
        "3 d 5 h ago",
        "12 of 30 lists read",
        "permission denied",
        "gateway certificates of acme",
        "10000: Authentication error",
        "no complete reading yet",
        "certificate.escalated · ops-hook: delivered"
      })
  void fullOverview_contains(String text) {
    assertThat(html(OverviewViews.full())).contains(text);
  }

  @Test
  void expiredOnes_areOneRow_thatLinksToThem() {
    assertThat(html(OverviewViews.full()))
        .contains("<a href='certificates?within=0'>66 expired</a>, the oldest 58 d ago");
    assertThat(html(OverviewViews.empty())).doesNotContain("the oldest");
  }

  @Test
  void blindness_isSaidFirst_andNothingIsGreen() {
    for (var kind : Impairment.Kind.values()) {
      var one = new Impairment(kind, "What is wrong", OverviewViews.TODAY, "its cause", "Do it.");
      var view = OverviewViews.empty(List.of(one));
      var page =
          new OverviewPage(view)
              .html(new PageLayout(OverviewViews.ABOUT, view.now(), "", null, List.of(one)));

      assertThat(page)
          .containsSubsequence("<b>What is wrong</b> since ", "its cause", "Do it.", "<section");
      assertThat(page.contains("The first sweep is running")).isNotEqualTo(kind.blinds());
    }
  }

  @Test
  void asOf_isTheTimeOfTheData() {
    var at = OverviewViews.TODAY.minus(Duration.ofHours(3));
    var layout = new PageLayout(OverviewViews.ABOUT, OverviewViews.TODAY, "", at, List.of());

    assertThat(new OverviewPage(OverviewViews.full()).html(layout))
        .contains("As of <time datetime='2026-11-20T19:00:00Z'", ">3 h ago</time></p>");
  }

  @Test
  void missingChannel_isStated() {
    assertThat(html(OverviewViews.full())).contains("No channel is configured");
    assertThat(html(OverviewViews.empty())).doesNotContain("No channel is configured");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "{}",
        "&lt;b&gt;",
        "a\u202eb\u0000\ud800"
      })
  void hostileNames_areOnlyText(String name) {
    var page = html(OverviewViews.named(name), new InstallationInfo(name, name));

    assertThat(page)
        .doesNotContain(
            "<script>", "<img src=x", "\"><img src=x", "' on", "\u202e", "\u0000", "\ud800");
    assertThat(page.split("</", -1))
        .hasSameSizeAs(html(OverviewViews.named("harmless")).split("</", -1));
  }

  @Test
  void page_hasNothingInline() {
    assertThat(html(OverviewViews.full()))
        .doesNotContain("<script>", "style=", "<style", "onclick", "http://");
  }
}
