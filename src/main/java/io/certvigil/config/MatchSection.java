package io.certvigil.config;

import io.certvigil.model.Source;
import io.certvigil.policy.Matcher;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@code match} of the config: the fixed keys, and any label of a {@code watch} entry. */
final class MatchSection {
  static final List<String> SOURCES = Arrays.stream(Source.values()).map(Source::word).toList();

  private final Set<String> labels;

  MatchSection(Set<String> labels) {
    this.labels = labels;
  }

  /** Keys of this mapping that were not read before are labels. */
  Matcher read(ConfigMapping block) {
    var source = block.get("source", "", value -> PatternRules.globOver(value, SOURCES, false));
    var zone = block.get("zone", "", MatchSection::glob);
    var account = block.get("account", "", MatchSection::glob);
    var name = block.get("name", "", MatchSection::glob);
    return new Matcher(source, zone, account, name, labels(block));
  }

  private Map<String, String> labels(ConfigMapping block) {
    var known = new LinkedHashSet<>(block.knownKeys());
    known.addAll(labels);
    var globs = new LinkedHashMap<String, String>();
    for (var label : block.takeRemainingKeys()) {
      if (labels.contains(label)) {
        globs.put(label, block.get(label, "*", MatchSection::glob));
      } else {
        var near = ErrorWording.suggest(label, known);
        block.addProblem(label, "unknown key, and not a label of a watch entry" + near);
      }
    }
    return globs;
  }

  private static String glob(ConfigValue value) {
    return PatternRules.glob(value, false);
  }
}
