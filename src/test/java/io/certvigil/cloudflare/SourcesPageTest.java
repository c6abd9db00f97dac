package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.sources.ListEndpoints;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that {@code docs/SOURCES.md} matches the code. */
class SourcesPageTest {
  private static final Path PAGE = Path.of("docs/SOURCES.md");
  private static final Path TESTS = Path.of("src/test/java/io/certvigil");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+))?`");

  @ParameterizedTest
  @EnumSource
  void pathsAndPages_areThoseOfTheRequests(Source source) throws IOException {
    var row = row("| [`" + source + "`]");
    var listings =
        Stream.of(ScopeLevel.values())
            .filter(source::existsAt)
            .map(it -> ListEndpoints.of(source, it));

    assertThat(listings)
        .isNotEmpty()
        .allSatisfy(
            listing ->
                assertThat(row)
                    .contains("`" + listing.template() + "`")
                    .contains(
                        listing.paginated() ? "| " + listing.perPage() + " |" : "| all in one |"));
  }

  @ParameterizedTest
  @EnumSource
  void everySource_isExplained(Source source) throws IOException {
    assertThat(row("| `" + source + "` |")).contains("`" + dashboard(source) + "`");
    assertThat(row("- `" + source + "`: ")).isNotEmpty();
  }

  @Test
  void everyNamedTest_exists() throws IOException {
    var tests = tests();

    assertThat(NAMED.matcher(Files.readString(PAGE)).results())
        .hasSizeGreaterThan(Source.values().length)
        .allSatisfy(
            named ->
                assertThat(tests)
                    .as(named.group())
                    .anyMatch(
                        text ->
                            text.contains("class " + named.group(1) + " ")
                                && (named.group(2) == null
                                    || text.contains("void " + named.group(2) + "("))));
  }

  private static String dashboard(Source source) {
    var account = new ResourceRef("{account_id}", "acme");
    var zone = source.existsAt(ScopeLevel.ZONE) ? new ResourceRef("z", "{zone_name}") : null;
    return new Scope(source, account, zone)
        .dashboardUrl()
        .replace("https://dash.cloudflare.com/", "");
  }

  private static String row(String begin) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith(begin))
        .findFirst()
        .orElse("");
  }

  private static List<String> tests() throws IOException {
    try (var files = Files.walk(TESTS)) {
      var paths = files.filter(file -> file.toString().endsWith(".java")).toList();
      var texts = new ArrayList<String>();
      for (var path : paths) {
        texts.add(Files.readString(path));
      }
      return texts;
    }
  }
}
