package io.certvigil.notify;

import com.google.gson.JsonObject;
import io.certvigil.model.Globs;
import io.certvigil.policy.Match;
import io.certvigil.policy.Silence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a route or a silence says, held against an event as it was frozen. */
final class Matching {
  private Matching() {}

  /** What the match asks of a certificate is never so of an event about none. */
  static boolean takes(Match match, JsonObject event) {
    return takes(match.source(), Told.text(event, "certificate", "source"))
        && takes(match.zone(), Told.text(event, "certificate", "zone", "name"))
        && takes(
            match.account(),
            Told.text(event, "certificate", "account", "id"),
            Told.text(event, "certificate", "account", "name"))
        && takes(match.name(), Told.text(event, "certificate", "name"))
        && takes(match.labels(), event);
  }

  /** The first of these silences that covers the event; which are active is the caller's to say. */
  static Optional<Silence> covering(List<Silence> silences, JsonObject event) {
    return silences.stream().filter(silence -> covers(silence, event)).findFirst();
  }

  /** A wide one is meant for certificates: what is no certificate is covered only by its key. */
  private static boolean covers(Silence silence, JsonObject event) {
    var certificate = event.get("certificate");
    if (silence.key().isEmpty()) {
      return certificate != null && certificate.isJsonObject() && takes(silence.match(), event);
    }
    return (silence.key().equals(Told.text(event, "alert", "key"))
            || silence.key().equals(Told.text(event, "certificate", "key")))
        && takes(silence.match(), event);
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
}
