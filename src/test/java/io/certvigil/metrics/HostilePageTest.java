package io.certvigil.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page stays valid for any text that Cloudflare returns. Seed: {@code -Dcertvigil.seed}. */
class HostilePageTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-z_]+(\\{([a-zA-Z_0-9]+=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\",?)*})? -?[0-9.E+naNIf-]+");

  private static final Pattern LABEL_NAME =
      Pattern.compile("[{,]([a-zA-Z_0-9]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  private final MetricsPage page = MetricsPages.page(MetricsPages.ALL);

  HostilePageTest() {
    new HostileScopes(HostileScopes.seed()).scopes(20).forEach(page::update);
  }

  private List<String> lines(ExpositionFormat format) {
    return new String(MetricsPages.bytes(page, format, false), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void everyLine_isASampleOrAComment(ExpositionFormat format) {
    assertThat(lines(format))
        .as("seed " + HostileScopes.seed())
        .allMatch(line -> line.startsWith("# ") || SAMPLE.matcher(line).matches());
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void noSeries_occursTwice(ExpositionFormat format) {
    var told = new HashSet<String>();

    assertThat(lines(format))
        .as("seed " + HostileScopes.seed())
        .filteredOn(line -> !line.startsWith("#"))
        .allMatch(line -> told.add(line.substring(0, line.lastIndexOf(' '))));
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void labelName_isShortAndOnceInALine(ExpositionFormat format) {
    assertThat(lines(format))
        .as("seed " + HostileScopes.seed())
        .allSatisfy(
            line -> {
              var names = LABEL_NAME.matcher(line).results().map(name -> name.group(1)).toList();
              assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() < 100);
            });
  }

  @Test
  void labelsOfOneCleanName_areAllShown() {
    var own = MetricsPages.page(MetricsPages.ALL);
    var labels = Map.of("a-b", "1", "a.b", "2", "issuer", "3", "label_issuer", "4");
    own.update(
        MetricsScopes.labelled(
            MetricsScopes.read(
                MetricsScopes.CLIENTS, MetricsScopes.certificate("c", Duration.ofDays(5))),
            labels));

    assertThat(
            new String(
                MetricsPages.bytes(own, ExpositionFormat.TEXT, false), StandardCharsets.UTF_8))
        .contains("a_b=\"1\"", "label_a_b=\"2\"", "label_issuer=\"3\"", "label_label_issuer=\"4\"");
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void families_areTogetherAndTypedOnce(ExpositionFormat format) {
    var told = new HashSet<String>();

    assertThat(lines(format))
        .as("seed " + HostileScopes.seed())
        .filteredOn(line -> line.startsWith("# TYPE"))
        .allMatch(told::add);
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void compressedPage_hasTheSameContent(ExpositionFormat format) {
    var plain = MetricsPages.ownLines(page, format, false);

    // Twice, because the second one uses the parts that the first one cached.
    for (int i = 0; i < 2; i++) {
      assertThat(MetricsPages.ownLines(page, format, true)).isEqualTo(plain);
    }
  }
}
