package io.certvigil.diff;

import io.certvigil.model.Reading;
import java.time.Instant;
import java.util.List;

/**
 * What changed in a scope. Only a {@link Reading.Complete} can say that a certificate is missing.
 */
public final class Diff {
  private Diff() {}

  /** The changes that this reading proves. Empty for a failed one. */
  public static List<Change> between(Known known, Reading reading, Instant now) {
    return List.of();
  }
}
