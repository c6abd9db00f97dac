package io.certvigil.web.api;

import io.certvigil.diff.Presence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a certificate is there, in a word, and since when it is not. */
record ApiPresence(String word, @Nullable Instant since) {
  static ApiPresence of(Presence presence) {
    return switch (presence) {
      case Presence.Present _ -> new ApiPresence("present", null);
      case Presence.Missing(var since) -> new ApiPresence("missing", since);
      case Presence.Absent(var since) -> new ApiPresence("absent", since);
    };
  }
}
