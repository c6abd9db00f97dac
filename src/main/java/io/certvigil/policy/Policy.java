package io.certvigil.policy;

import io.certvigil.diff.Change;
import io.certvigil.diff.Known;
import io.certvigil.model.Watched;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Decides what is alerted, from what is known. Pure: the same input gives the same decision. */
public final class Policy {
  private final Settings settings;

  public Policy(Settings settings) {
    this.settings = settings;
  }

  /**
   * Decides one scope.
   *
   * @param known as it is after {@code changes}
   * @param changes what the reading changed; empty where only time has passed
   * @param alerts all stored alerts of this scope, resolved ones too
   */
  public Decision decide(
      Watched watched, Known known, List<Change> changes, Collection<Alert> alerts, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Resolves what still fires in a scope that the config no longer watches. */
  public Decision unwatch(Watched watched, Known known, Collection<Alert> alerts, Instant now) {
    throw new UnsupportedOperationException();
  }

  /**
   * Decides what concerns many scopes at once: those that cannot be read, grouped by credential and
   * reason, so that a dead token is one alert.
   *
   * @param scopes all that are watched, the discoveries too
   * @param alerts all stored alerts of kind {@code SOURCE_UNREADABLE}
   */
  public HealthDecision decideHealth(
      Collection<Health> scopes, Collection<Alert> alerts, Instant now) {
    throw new UnsupportedOperationException();
  }
}
