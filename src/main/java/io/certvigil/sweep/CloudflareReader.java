package io.certvigil.sweep;

import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.PolicyState;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The Cloudflare operations that a sweep uses. No method throws for a remote fault; if the caller
 * is interrupted, a method throws a {@link java.util.concurrent.CancellationException}.
 */
public interface CloudflareReader {
  /**
   * Lists the accounts and zones that are visible to a credential, and adds those that the config
   * names by id.
   */
  Discovery discover(String credential, DiscoverySeeds seeds);

  /** Reads one list. */
  Reading read(String credential, Scope scope);

  /**
   * The policies of a credential, which decide what its lists contain.
   *
   * @param accountIds the accounts that are visible to the credential
   */
  PolicyState policies(String credential, Collection<String> accountIds);

  /** Until when this credential is paused; empty if it may be used now. */
  Optional<Instant> pausedUntil(String credential);

  /** The minimum number of requests for a list of this many items. */
  int requests(Source source, int items);
}
