package io.certvigil.config;

import io.certvigil.notify.Route;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code routes} of the config. */
final class RoutesSection {
  private static final List<String> TYPES =
      Arrays.stream(EventType.values()).map(EventType::word).toList();

  private final MatchSection matches;
  private final Set<String> channels;

  /**
   * @param channels every name, also of a channel that is wrong: that is said once already
   */
  RoutesSection(MatchSection matches, Set<String> channels) {
    this.matches = matches;
    this.channels = channels;
  }

  List<Route> read(Block root) {
    return root.list("routes", List.of(), value -> route(value.block()));
  }

  private Route route(Block block) {
    var match = block.block("match");
    var severity = match.get("min_severity", Severity.INFO, value -> value.word(Severity.class));
    var types = match.get("types", List.of("*"), RoutesSection::types);
    Matcher what = matches.read(match);
    block.require("to", "is missing: names of channels; [] tells nobody");
    var to =
        block.get("to", List.<String>of(), value -> value.each(item -> channel(item, channels)));
    boolean goesOn = block.get("continue", false, Value::bool);
    block.done();
    return new Route(what, severity, types, to, goesOn);
  }

  private static List<String> types(Value value) {
    return Patterns.filled(value, value.each(item -> Patterns.among(item, TYPES, false)));
  }

  /** The name of one of these. */
  static String channel(Value value, Set<String> channels) {
    var name = value.text();
    if (!channels.contains(name)) {
      var near = Words.suggest(name, channels);
      throw value.wrong("there is no channel " + Words.quote(value.raw()) + near);
    }
    return name;
  }
}
