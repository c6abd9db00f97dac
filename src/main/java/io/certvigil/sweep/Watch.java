package io.certvigil.sweep;

import io.certvigil.model.Globs;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code watch} of the config.
 *
 * @param name the label value of its metrics: the credential's name, {@code -2} and on for further
 *     entries of the same credential
 * @param sources what it reads, as the config asks for
 * @param every between two sweeps; for a cron expression the longest gap that it leaves, so that a
 *     weekend without readings is no silence
 * @param cron a Quartz expression; null where {@code every} was given
 * @param labels carried by its certificates
 */
public record Watch(
    String name,
    String credential,
    Globs accounts,
    Globs zones,
    Set<Source> sources,
    Duration every,
    @Nullable String cron,
    Map<String, String> labels) {
  public Watch {
    sources = Set.copyOf(sources);
    labels = Map.copyOf(labels);
  }

  /** Whether this entry asks for this scope. */
  public boolean selects(Scope scope) {
    return sources.contains(scope.source())
        && accounts.matches(scope.account())
        && selectsZone(scope.zone());
  }

  private boolean selectsZone(@Nullable ResourceRef zone) {
    return zone == null || zones.matches(zone);
  }
}
