package io.certvigil.sweep;

import io.certvigil.model.Source;
import java.util.List;
import java.util.Set;

/**
 * What is swept.
 *
 * @param watches entries of the config, in its order: where two take a scope, the first has it
 * @param sources those that this version can read
 * @param requestsPer5m the budget of each credential
 */
public record SweepSettings(List<Watch> watches, Set<Source> sources, int requestsPer5m) {
  public SweepSettings {
    watches = List.copyOf(watches);
    sources = Set.copyOf(sources);
  }
}
