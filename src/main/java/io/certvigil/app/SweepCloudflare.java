package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.CredentialState;
import io.certvigil.model.Discovery;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.sweep.Api;
import java.time.Instant;
import java.util.Optional;

/** Hands the sweep what it needs of Cloudflare; the two rooms do not know each other. */
record SweepCloudflare(Cloudflare cloudflare, VerifiedClock time) implements Api {
  @Override
  public Discovery discover(String credential) {
    return cloudflare.discover(credential);
  }

  /**
   * Where one answer contradicts this machine's clock another is asked for, which says who is
   * right: what was read is decided at once, and by no clock that may be years off.
   */
  @Override
  public Reading read(String credential, Scope scope) {
    var reading = cloudflare.read(credential, scope);
    boolean unsure = time.contradicted() && !(reading instanceof Reading.Failed);
    return unsure ? cloudflare.read(credential, scope) : reading;
  }

  @Override
  public Optional<Instant> pausedUntil(String credential) {
    return cloudflare.credentials().stream()
        .filter(state -> state.name().equals(credential))
        .findFirst()
        .map(CredentialState::pausedUntil);
  }

  @Override
  public int requests(Source source, int items) {
    return Cloudflare.requests(source, items);
  }
}
