package io.certvigil.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusPageTest {
  private static String html(StatusView view) {
    return html(view, Views.ABOUT);
  }

  private static String html(StatusView view, InstallationInfo about) {
    return new StatusPage(view).html(new Shell(about, view.now(), ""));
  }

  @Test
  void full_isWrittenForLooking() throws Exception {
    var folder = Path.of("target", "status-page");
    Files.createDirectories(folder);

    Files.writeString(folder.resolve("full.html"), html(Views.full()));
    Files.writeString(folder.resolve("empty.html"), html(Views.empty()));

    assertThat(folder.resolve("full.html")).isNotEmptyFile();
  }

  @Test
  void certificate_isShownWithItsDateAndItsPage() {
    assertThat(html(Views.full()))
        .contains("device-17.example.com", "13 d 21 h", "2026-12-04 19:00")
        .contains("https://dash.cloudflare.com/a1/example.com/ssl-tls/client-certificates");
  }

  @Test
  void expired_staysVisible() {
    assertThat(html(Views.full())).contains("3 d 5 h ago");
  }

  @Test
  void missingChannel_isSaid() {
    assertThat(html(Views.full())).contains("No channel is configured");
    assertThat(html(Views.empty())).doesNotContain("No channel is configured");
  }

  @Test
  void firstSweep_isSaid() {
    assertThat(html(Views.full())).contains("12 of 30 lists read");
  }

  @Test
  void unreadable_isSaidWithReasonAndDetail() {
    assertThat(html(Views.full()))
        .contains("forbidden", "gateway certificates of acme", "10000: Authentication error")
        .contains("never read completely");
  }

  @Test
  void told_isShownWithItsDeliveries() {
    assertThat(html(Views.full())).contains("certificate.escalated · ops-hook: delivered");
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
    var page = html(Views.named(name), new InstallationInfo(name, name, Set.of()));

    assertThat(page)
        .doesNotContain(
            "<script>", "<img src=x", "\"><img src=x", "' on", "\u202e", "\u0000", "\ud800");
    assertThat(page.split("</", -1)).hasSameSizeAs(html(Views.named("harmless")).split("</", -1));
  }

  @Test
  void page_hasNothingInline() {
    assertThat(html(Views.full()))
        .doesNotContain("<script>", "style=", "<style", "onclick", "http://");
  }
}
