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

  private final MatchSection matchSection;
  private final Set<String> channels;

  /**
   * @param channels the names of all channels, including invalid ones, which were reported already
   */
  RoutesSection(MatchSection matches, Set<String> channels) {
    this.matchSection = matches;
    this.channels = channels;
  }

  List<Route> read(ConfigMapping root) {
    return root.list("routes", List.of(), value -> route(value.mapping()));
  }

  private Route route(ConfigMapping block) {
    var match = block.mapping("match");
    var severity =
        match.get("min_severity", Severity.INFO, value -> value.enumConstant(Severity.class));
    var types = match.get("types", List.of("*"), RoutesSection::types);
    Matcher what = matchSection.read(match);
    block.require("to", "is missing: names of channels; [] sends to no channel");
    var to =
        block.get(
            "to", List.<String>of(), value -> value.mapItems(item -> channel(item, channels)));
    boolean goesOn = block.get("continue", false, ConfigValue::bool);
    block.rejectUnknownKeys();
    return new Route(what, severity, types, to, goesOn);
  }

  private static List<String> types(ConfigValue value) {
    return PatternRules.requireItems(
        value, value.mapItems(item -> PatternRules.globOver(item, TYPES, false)));
  }

  /** Reads the name of one of these channels. */
  static String channel(ConfigValue value, Set<String> channels) {
    var name = value.text();
    if (!channels.contains(name)) {
      var near = ErrorWording.suggest(name, channels);
      throw value.problem("unknown channel " + ErrorWording.quote(value.raw()) + near);
    }
    return name;
  }
}
