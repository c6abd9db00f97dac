package io.certvigil.web.pages;

import static io.certvigil.web.site.SiteFixture.GATEWAY;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.PemCertificate;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.SiteFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a certificate with several certificates in its PEM. */
class PemCertificatesPageTest {
  @TempDir private Path folder;

  private String page(PemCertificate... all) {
    try (var site = new SiteFixture(folder)) {
      var left = Duration.ofDays(5);
      site.discover();
      site.read(
          GATEWAY,
          TODAY,
          SiteFixture.certificate("g1", "Acme", "available", left).with(List.of(all)));
      var context = site.context(FixedDaemon.MINIMAL);
      var key = site.store().inventory().find("g1", TODAY).getFirst().key();
      var request = new PageRequest(key, Map.of(), "");
      return new CertificatePage(request, CertificateDetailView.read(context, request, TODAY))
          .html(new PageLayout(context.about(), TODAY, "../"));
    }
  }

  private static PemCertificate one(String name, int days, boolean decides) {
    var end = TODAY.plus(Duration.ofDays(days));
    return new PemCertificate(name, null, "1f", "ab".repeat(32), TODAY, end, decides);
  }

  @Test
  void listsAll_andSaysWhichDecides() {
    var page = page(one("Intermediate <CA>", 5, true), one("Root", 3_650, false));

    assertThat(page)
        .contains("<h2>Certificates in the PEM</h2>")
        .containsPattern(
            "Intermediate &lt;CA&gt;</bdi></dt><dd>.*2026-11-25.* \\(decides\\)<br>serial <code>1f")
        .containsPattern("Root</bdi></dt><dd>.*2036-11-17.*<br>serial <code>1f")
        .doesNotContain("None of them decides")
        .containsOnlyOnce("(decides)");
  }

  @Test
  void saysThatNoneDecides() {
    assertThat(page(one("Intermediate", 6, false), one("Root", 3_650, false)))
        .contains("None of them decides, because Cloudflare gives an earlier date.");
  }

  @Test
  void nothing_forACertificateAlone() {
    assertThat(page()).doesNotContain("in the PEM").doesNotContain("decides");
  }
}
