package io.certvigil;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation names files, headings and classes that exist. */
class DocsTest {
  private static final Path ROOT = Path.of("");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  /** The target of a link or a picture, of Markdown or of HTML. */
  private static final Pattern TARGET =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:href|src|srcset)=\"([^\"]+)\"");

  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern EXTERNAL = Pattern.compile("[a-z]+:.*");

  /** A class name, alone or with a member of it, such as {@code Policy.decide}. */
  private static final Pattern TYPE =
      Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)*)(?:\\.([a-z]\\w*))?");

  /** Classes of Java that the documents name. */
  private static final Set<String> NOT_OURS = Set.of("Map");

  static Stream<Path> pages() throws IOException {
    try (var top = Files.list(ROOT);
        var docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLink_leadsSomewhere(Path page) throws IOException {
    assertThat(links(page)).allSatisfy(link -> assertLeadsSomewhere(page, link));
  }

  /** Otherwise the test above could pass without looking at anything. */
  @Test
  void readme_hasLinks() throws IOException {
    assertThat(links(Path.of("README.md"))).hasSizeGreaterThan(20);
    assertThat(anchors(Path.of("docs/RUNBOOK.md"))).contains("certvigildown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/ARCHITECTURE.md", "CONTRIBUTING.md"})
  void everyNamedClassAndMember_exists(String page) throws IOException {
    var sources = sources();
    var missing = new TreeMap<String, String>();
    int names = 0;
    for (var code : CODE.matcher(text(Path.of(page))).results().toList()) {
      var name = TYPE.matcher(code.group(1));
      if (name.matches() && !NOT_OURS.contains(name.group(1))) {
        names++;
        var problem = problem(sources, name.group(1), name.group(2));
        if (!problem.isEmpty()) {
          missing.put(name.group(), problem);
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(names).isGreaterThan(20);
  }

  private static String problem(Map<String, String> sources, String type, String member) {
    var source = sources.get(type);
    if (source == null) {
      return "no such class";
    }
    return member == null || source.contains(" " + member + "(") ? "" : "no such method";
  }

  private static void assertLeadsSomewhere(Path page, String link) throws IOException {
    var parts = link.split("#", 2);
    var folder = page.toAbsolutePath().getParent();
    var target = parts[0].isEmpty() ? page : folder.resolve(parts[0]).normalize();
    assertThat(target).as("%s: %s", page, link).exists();
    if (parts.length > 1) {
      assertThat(anchors(target)).as("%s: %s", page, link).contains(parts[1]);
    }
  }

  private static List<String> links(Path page) throws IOException {
    return TARGET
        .matcher(CODE.matcher(text(page)).replaceAll("code"))
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(link -> !EXTERNAL.matcher(link).matches())
        .toList();
  }

  /** The anchors of the headings, as GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    var anchors = new HashSet<String>();
    var seen = new HashMap<String, Integer>();
    for (var heading : HEADING.matcher(text(page)).results().toList()) {
      var anchor =
          heading
              .group(1)
              .strip()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int times = seen.merge(anchor, 1, Integer::sum);
      anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
    }
    return anchors;
  }

  /** Without the fenced blocks. */
  private static String text(Path page) throws IOException {
    return FENCE.matcher(Files.readString(page)).replaceAll("");
  }

  private static Map<String, String> sources() throws IOException {
    var sources = new HashMap<String, String>();
    try (var files = Files.walk(Path.of("src"))) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        var name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return sources;
  }
}
