package io.certvigil.notify;

import static io.certvigil.policy.EventType.CERTIFICATE_APPEARED;
import static io.certvigil.policy.EventType.CERTIFICATE_RENEWED;

import com.google.gson.JsonObject;
import io.certvigil.model.Globs;
import io.certvigil.policy.Match;
import io.certvigil.policy.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which channels an event goes to. Reads the frozen event, so a replay routes as it is now. */
record Routing(List<Route> routes) {

  /** Told only where a route names them. */
  private static final Set<String> ON_REQUEST =
      Set.of(CERTIFICATE_RENEWED.word(), CERTIFICATE_APPEARED.word());

  Routing {
    routes = List.copyOf(routes);
  }

  boolean goesTo(String channel, JsonObject event) {
    boolean taken = false;
    for (var route : routes) {
      if (takes(route, event)) {
        taken = true;
        if (route.to().contains(channel)) {
          return true;
        }
        if (!route.goesOn()) {
          return false;
        }
      }
    }
    return !taken && !ON_REQUEST.contains(type(event));
  }

  private static boolean takes(Route route, JsonObject event) {
    return severity(event).compareTo(route.minSeverity()) >= 0
        && takesType(route.types(), type(event))
        && takes(route.match(), event);
  }

  private static boolean takesType(List<String> types, String type) {
    return new Globs(types).matches(type)
        && (!ON_REQUEST.contains(type) || types.stream().anyMatch(type::equalsIgnoreCase));
  }

  private static boolean takes(Match match, JsonObject event) {
    return takes(match.source(), Told.text(event, "certificate", "source"))
        && takes(match.zone(), Told.text(event, "certificate", "zone", "name"))
        && takes(
            match.account(),
            Told.text(event, "certificate", "account", "id"),
            Told.text(event, "certificate", "account", "name"))
        && takes(match.name(), Told.text(event, "certificate", "name"))
        && takes(match.labels(), event);
  }

  private static boolean takes(Map<String, String> labels, JsonObject event) {
    return labels.entrySet().stream()
        .allMatch(
            label ->
                takes(label.getValue(), Told.text(event, "certificate", "labels", label.getKey())));
  }

  /** No glob takes all; a glob takes nothing of an event that lacks the word. */
  private static boolean takes(String glob, @Nullable String... words) {
    if (glob.isEmpty()) {
      return true;
    }
    var present = Arrays.stream(words).filter(Objects::nonNull).toArray(String[]::new);
    return present.length > 0 && new Globs(List.of(glob)).matches(present);
  }

  private static String type(JsonObject event) {
    var type = Told.text(event, "type");
    return type == null ? "" : type;
  }

  /** One that nobody can read passes every bar: rather too much than a lost alert. */
  private static Severity severity(JsonObject event) {
    var word = Told.text(event, "severity");
    try {
      return word == null ? Severity.CRITICAL : Severity.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Severity.CRITICAL;
    }
  }
}
