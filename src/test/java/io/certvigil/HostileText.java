package io.certvigil;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.PemCertificate;
import io.certvigil.model.ResourceRef;
import io.certvigil.store.view.CertificateView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Text that must never appear unescaped in an output for people, and the check of such outputs. */
public final class HostileText {
  /** Names that could break JSON, markup, headers, CSV or format strings. */
  public static final List<String> NAMES =
      List.of(
          "",
          "   ",
          ".",
          "🔴 device",
          "\ud83d\ude00 \u00e9 e\u0301",
          "<!channel>",
          "<@U123> & <https://evil.example|click>",
          "*bold* _it_ ~no~ `code` ```pre``` :skull: >quote",
          "\"}],\"text\":\"\\",
          "\"quoted\" 'too' \\ back\\\\slash",
          ",;\"\",\"\n\"",
          "a\r\nb\nc",
          "a\r\nBcc: victim@example.com",
          "a\r\n\r\n<script>alert(1)</script>",
          "a\nContent-Type: text/html\r\n",
          "line\r\nwebhook-id: forged\r\n\r\n{}",
          "--=_alt_x\r\n--=_mix_x--",
          "=?UTF-8?Q?=0D=0ABcc:_x@example.com?=",
          "</td></table><img src=x onerror=alert(1)>",
          "&lt;b&gt; &amp; %s %d %n {0} ${jndi:x}",
          "=HYPERLINK(\"http://example.com\")",
          "+1",
          "-1",
          "@SUM(A1)",
          "\t=1",
          "\u202egnp.exe\u202c \u2066\u2069 \u200f\u061c \ufeff",
          "\u2028line\u2029par",
          "\u0000\u0001\u0007\u001b[31m\u001b[2J\u001f\u007f",
          "\ud800",
          "half a pair \ud83d and the other \ude00",
          "x".repeat(10_000),
          "é".repeat(10_000),
          "😀".repeat(5_000));

  /**
   * Characters that end a line, control a terminal, reorder or hide text, or are not valid
   * characters.
   */
  private static final Map<String, String> CHARACTERS =
      Map.ofEntries(
          Map.entry("escape", "\u001b[31m"),
          Map.entry("CR LF", "\r\n"),
          Map.entry("LF", "\n"),
          Map.entry("tab", "\t"),
          Map.entry("NUL", "\u0000"),
          Map.entry("bell", "\u0007"),
          Map.entry("backspace", "\b"),
          Map.entry("delete", "\u007f"),
          Map.entry("next line", "\u0085"),
          Map.entry("C1 control sequence", "\u009b2J"),
          Map.entry("right-to-left override", "\u202e"),
          Map.entry("left-to-right isolate", "\u2066"),
          Map.entry("zero width space", "\u200b"),
          Map.entry("line separator", "\u2028"),
          Map.entry("paragraph separator", "\u2029"),
          Map.entry("byte order mark", "\ufeff"),
          Map.entry("tag", "\udb40\udc20"),
          Map.entry("private use", "\ue000"),
          Map.entry("unassigned", "\uffff"),
          Map.entry("high surrogate", "\ud800"),
          Map.entry("low surrogate", "\udc00"));

  /** With a letter before and after, so that stripping whitespace does not remove the character. */
  public static final List<String> ALL =
      CHARACTERS.values().stream().map(text -> "x" + text + "y").sorted().toList();

  private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]";

  private HostileText() {}

  /** Asserts that one line of output contains no unprintable character. */
  public static void assertPrintable(String line) {
    assertThat(line).doesNotContainPattern(UNPRINTABLE);
  }

  /** Asserts that the output is printable and has as many lines as the output for harmless text. */
  public static void assertPrintable(String output, String harmless) {
    assertThat(output.split("\r?\n", -1))
        .hasSameSizeAs(harmless.split("\r?\n", -1))
        .allSatisfy(HostileText::assertPrintable);
  }

  /** A certificate that expires when it was seen, with this text in every field of Cloudflare. */
  public static CertificateView certificate(String key, String text, Instant seen) {
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
        seen,
        0L,
        null,
        false,
        seen,
        seen,
        Map.of("team", text),
        Map.of("type", text),
        List.of(new PemCertificate(text, text, text, text, seen, seen, true)));
  }
}
