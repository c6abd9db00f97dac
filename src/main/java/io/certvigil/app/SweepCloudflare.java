package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.http.CredentialRateLimit;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.PolicyState;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.sweep.CloudflareReader;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Adapts the Cloudflare client to the sweep; the two packages do not depend on each other. */
record SweepCloudflare(Cloudflare cloudflare, VerifiedClock time) implements CloudflareReader {
  @Override
  public Discovery discover(String credential, DiscoverySeeds seeds) {
    return cloudflare.discover(credential, seeds);
  }

  /**
   * Reads a second time if the first response contradicts the machine's clock. The second {@code
   * Date} shows which one is wrong, so that the reading, which is evaluated at once, is evaluated
   * at the right time.
   */
  @Override
  public Reading read(String credential, Scope scope) {
    var reading = cloudflare.read(credential, scope);
    boolean unsure = time.contradicted() && !(reading instanceof Reading.Failed);
    return unsure ? cloudflare.read(credential, scope) : reading;
  }

  @Override
  public PolicyState policies(String credential, Collection<String> accountIds) {
    return cloudflare.policies(credential, accountIds);
  }

  @Override
  public Optional<Instant> pausedUntil(String credential) {
    return cloudflare.credentials().stream()
        .filter(state -> state.name().equals(credential))
        .findFirst()
        .map(CredentialRateLimit::pausedUntil);
  }

  @Override
  public int requests(Source source, int items) {
    return Cloudflare.requests(source, items);
  }
}
