package io.certvigil.web.api;

import io.certvigil.diff.Presence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The presence of a certificate as the API's word, and since when it is missing or absent. */
record ApiPresence(String word, @Nullable Instant since) {
  static ApiPresence of(Presence presence) {
    return switch (presence) {
      case Presence.Present _ -> new ApiPresence("present", null);
      case Presence.Missing(var since) -> new ApiPresence("missing", since);
      case Presence.Absent(var since) -> new ApiPresence("absent", since);
    };
  }
}
