package io.certvigil.cli;

import static io.certvigil.cli.Listing.Cell.left;

import io.certvigil.policy.Silence;
import io.certvigil.store.view.SilenceJson;
import java.time.Instant;
import java.util.List;

/** How silences are listed. */
final class SilenceListing {
  private SilenceListing() {}

  static Listing<Silence> at(Instant now) {
    return new Listing<>(
        table(now), csv(now), silence -> SilenceJson.of(silence, now), "No silence.");
  }

  private static List<Listing.Cell<Silence>> table(Instant now) {
    return List.of(
        left("ID", Silence::id),
        left("STATE", silence -> SilenceJson.state(silence, now)),
        left("STARTS", silence -> Cells.minute(silence.startsAt())),
        left("ENDS", silence -> Cells.minute(silence.endsAt())),
        left("AUTHOR", Silence::author),
        left("MATCHERS", Matchers::text),
        left("COMMENT", Silence::comment));
  }

  private static List<Listing.Cell<Silence>> csv(Instant now) {
    return List.of(
        left("id", Silence::id),
        left("state", silence -> SilenceJson.state(silence, now)),
        left("starts_at", silence -> silence.startsAt().toString()),
        left("ends_at", silence -> silence.endsAt().toString()),
        left("author", Silence::author),
        left("matchers", Matchers::text),
        left("comment", Silence::comment),
        left("created_at", silence -> silence.createdAt().toString()));
  }
}
