package io.certvigil.policy;

import io.certvigil.diff.Change;
import io.certvigil.diff.Known;
import io.certvigil.model.Certificate;
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
   * Decides one scope. What has just been decided, decided again, gives nothing.
   *
   * @param known as it is after {@code changes}
   * @param changes what the reading changed; empty where only time has passed
   * @param alerts all stored alerts of this scope, resolved ones too
   */
  public Decision decide(
      Watched watched, Known known, List<Change> changes, Collection<Alert> alerts, Instant now) {
    return new ScopeCase(new Desk(settings, watched, now), watched, known, changes, alerts)
        .decide();
  }

  /** Resolves what still fires in a scope that the config no longer watches. */
  public Decision unwatch(Watched watched, Known known, Collection<Alert> alerts, Instant now) {
    return new ScopeCase(new Desk(settings, watched, now), watched, known, List.of(), alerts)
        .unwatch();
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
    return new HealthCase(scopes, alerts, now).decide();
  }

  /** The rungs of this certificate, and the rule that gave them. */
  public Ladder ladder(Watched watched, Certificate certificate) {
    var rule = new Rules(settings.overrides(), watched).of(certificate).orElse(null);
    return new Ladders(settings.rungs()).of(certificate, rule);
  }
}
