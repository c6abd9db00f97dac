package io.certvigil.cli;

import static io.certvigil.cli.Listing.Cell.left;

import io.certvigil.policy.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How silences are listed. */
final class SilenceListing {
  private SilenceListing() {}

  static Listing<Silence> at(Instant now) {
    return new Listing<>(table(now), csv(now), silence -> Shown.of(silence, now), "No silence.");
  }

  private static List<Listing.Cell<Silence>> table(Instant now) {
    return List.of(
        left("ID", Silence::id),
        left("STATE", silence -> state(silence, now)),
        left("STARTS", silence -> Cells.minute(silence.startsAt())),
        left("ENDS", silence -> Cells.minute(silence.endsAt())),
        left("AUTHOR", Silence::author),
        left("MATCHERS", Matchers::text),
        left("COMMENT", Silence::comment));
  }

  private static List<Listing.Cell<Silence>> csv(Instant now) {
    return List.of(
        left("id", Silence::id),
        left("state", silence -> state(silence, now)),
        left("starts_at", silence -> silence.startsAt().toString()),
        left("ends_at", silence -> silence.endsAt().toString()),
        left("author", Silence::author),
        left("matchers", Matchers::text),
        left("comment", Silence::comment),
        left("created_at", silence -> silence.createdAt().toString()));
  }

  private static String state(Silence silence, Instant now) {
    if (silence.active(now)) {
      return "active";
    }
    return now.isBefore(silence.startsAt()) ? "pending" : "expired";
  }

  /** As JSON; what filters nothing is an empty string. */
  private record Shown(
      String id,
      String state,
      String key,
      String source,
      String zone,
      String account,
      String name,
      Map<String, String> labels,
      Instant startsAt,
      Instant endsAt,
      String author,
      String comment,
      Instant createdAt) {
    private static Shown of(Silence silence, Instant now) {
      var match = silence.match();
      return new Shown(
          silence.id(),
          SilenceListing.state(silence, now),
          silence.key(),
          match.source(),
          match.zone(),
          match.account(),
          match.name(),
          match.labels(),
          silence.startsAt(),
          silence.endsAt(),
          silence.author(),
          silence.comment(),
          silence.createdAt());
    }
  }
}
