package io.certvigil.sweep;

import io.certvigil.model.Discovery;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sweep needs of Cloudflare. No method throws for a remote fault; one whose caller is
 * interrupted throws a {@link java.util.concurrent.CancellationException}.
 */
public interface CloudflareReader {
  /** Which accounts and zones a credential sees. */
  Discovery discover(String credential);

  /** Reads one list. */
  Reading read(String credential, Scope scope);

  /** Until when nothing is asked with this credential; empty where it may be asked now. */
  Optional<Instant> pausedUntil(String credential);

  /** The fewest requests that a list of so many items takes. */
  int requests(Source source, int items);
}
