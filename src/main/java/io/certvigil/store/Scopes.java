package io.certvigil.store;

import io.certvigil.model.Discovery;
import io.certvigil.model.Ref;
import io.certvigil.model.Scope;
import io.certvigil.model.Watched;
import io.certvigil.policy.Health;
import io.certvigil.policy.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is watched, and what is due. Quartz says when; whether and once follows from here. */
public final class Scopes {
  Scopes() {}

  /**
   * Takes over what a discovery found for one watch. New scopes are due at once. A known scope that
   * is not among them is {@code gone} after two complete discoveries missed it; a discovery that is
   * not complete removes nothing. A scope that another watch took first stays there.
   *
   * @param found the scopes selected from this discovery
   */
  public void discovered(
      String watch,
      String credential,
      Discovery discovery,
      Collection<Watched> found,
      Instant now) {
    throw new UnsupportedOperationException();
  }

  /**
   * Keeps what the config still watches; of the rest every alert resolves with {@code unwatched},
   * and the scope is read no more. Watched again later it is a new baseline.
   */
  public void retain(Predicate<Scope> watched, Policy policy, Instant now) {
    throw new UnsupportedOperationException();
  }

  /**
   * Marks a watch as due: its discovery, then all its scopes. What is still due from before stays
   * so, once. A scope that was never readable for want of permission is due daily only.
   *
   * @return false where the sweep before has not ended: this one is skipped and counted
   */
  public boolean due(String watch, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Whether the discovery of this watch is due; answered by {@link #discovered}. */
  public boolean discoveryDue(String watch) {
    throw new UnsupportedOperationException();
  }

  /**
   * The scopes of a watch that are due: accounts' lists first, then those with a certificate
   * nearest to a rung.
   */
  public List<Watched> due(String watch) {
    throw new UnsupportedOperationException();
  }

  /** All watched scopes. */
  public List<Watched> watched() {
    throw new UnsupportedOperationException();
  }

  /** The scope with this key; empty where it is not watched. */
  public Optional<Watched> find(String key) {
    throw new UnsupportedOperationException();
  }

  /** How well each scope and each discovery can be read. */
  public List<Health> health() {
    throw new UnsupportedOperationException();
  }

  /** Accounts and zones of the watched scopes, each once, for the info metrics. */
  public List<Ref> zones() {
    throw new UnsupportedOperationException();
  }
}
