package io.certvigil.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.MarkdownRenderer;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.InstallationInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunbookTest {
  private static final Path RULES = Path.of("grafana", "prometheus", "certvigil.rules.yml");
  private static final Pattern URL =
      Pattern.compile("runbook_url: http://127\\.0\\.0\\.1:10365/runbook/(\\S+)");
  private static final PageLayout LAYOUT =
      new PageLayout(
          new InstallationInfo("test", "1.2.3"), Instant.parse("2026-11-20T22:00:00Z"), "../");

  private final RunbookPage page = new RunbookPage();

  private static PageRequest question(String alert) {
    return new PageRequest(alert, Map.of(), "");
  }

  private static String rendered(String... lines) {
    var html = new Html();
    new MarkdownRenderer(html).add(List.of(lines));
    return html.toString();
  }

  @Test
  void everyUrlOfTheRules_hasASection() throws IOException {
    var keys = URL.matcher(Files.readString(RULES)).results().map(url -> url.group(1)).toList();

    assertThat(keys).isNotEmpty();
    assertThat(keys)
        .allSatisfy(key -> assertThat(page.section(question(key), LAYOUT)).contains("Meaning."));
  }

  @Test
  void section_isComplete_andLinksToTheOthers() {
    var html = page.section(question("certvigilcertificateexpiring"), LAYOUT);

    assertThat(html)
        .contains("<h1>CertvigilCertificateExpiring</h1>", "<strong>Meaning.</strong>")
        .contains("<pre><code>certvigil show $certificate_id\n")
        .contains("<a href='../runbook/certvigildown'>CertvigilDown</a>")
        .doesNotContain("**", "```");
  }

  @Test
  void unknownAlert_isNotFound() {
    assertThatThrownBy(() -> page.section(question("nothing"), LAYOUT))
        .isInstanceOf(PageNotFound.class);
  }

  @Test
  void html_isEscaped() {
    assertThat(rendered("<script>alert(1)</script>", "", "```", "<b>", "```"))
        .isEqualTo(
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<pre><code>&lt;b&gt;\n</code></pre>\n");
  }

  @Test
  void list_hasItsItems() {
    assertThat(rendered("- one `code`", "  more", "- *two*"))
        .isEqualTo("<ul>\n<li>one <code>code</code>\nmore</li>\n<li><em>two</em></li>\n</ul>\n");
  }

  @Test
  void openFence_isRejected() {
    assertThatThrownBy(() -> rendered("```", "x")).isInstanceOf(IllegalArgumentException.class);
  }
}
