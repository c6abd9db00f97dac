package io.certvigil.sweep;

import io.certvigil.model.Source;
import java.util.List;
import java.util.Set;

/**
 * The settings of the sweeps.
 *
 * @param watches the entries of the config, in its order: if two select the same scope, it belongs
 *     to the first
 * @param sources the sources that this version can read
 * @param requestsPer5m the request budget of each credential
 */
public record SweepSettings(List<WatchEntry> watches, Set<Source> sources, int requestsPer5m) {
  public SweepSettings {
    watches = List.copyOf(watches);
    sources = Set.copyOf(sources);
  }
}
