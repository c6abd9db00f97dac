package io.certvigil.cloudflare.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/** One credential at work: who asks, how fast, and how much is left. */
public final class CredentialSession {
  private final String name;
  private final Credential credential;
  private final Scrubber scrubber;
  private final Limiter limiter;
  private volatile @Nullable Integer remaining;

  CredentialSession(String name, Credential credential, Scrubber scrubber, Limiter limiter) {
    this.name = name;
    this.credential = credential;
    this.scrubber = scrubber;
    this.limiter = limiter;
  }

  /** One of each credential, by name and in the order of the config. */
  public static Map<String, CredentialSession> all(CloudflareSettings settings, Ticker ticker) {
    var scrubber = new Scrubber(settings.credentials().values());
    var links = new LinkedHashMap<String, CredentialSession>();
    settings
        .credentials()
        .forEach(
            (name, credential) -> {
              var limiter = new Limiter(settings.requestsPer5m(), ticker);
              links.put(name, new CredentialSession(name, credential, scrubber, limiter));
            });
    return links;
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static CredentialSession of(Map<String, CredentialSession> links, String credential) {
    var link = links.get(credential);
    if (link == null) {
      throw new IllegalArgumentException("cloudflare.credentials: has no " + credential);
    }
    return link;
  }

  public String name() {
    return name;
  }

  Scrubber scrubber() {
    return scrubber;
  }

  /** Whether it is an API token, of which Cloudflare tells the end. */
  public boolean isToken() {
    return switch (credential) {
      case Credential.Token _ -> true;
      case Credential.ApiKey _ -> false;
    };
  }

  /** Puts the credential into a request. */
  void addCredential(HttpMessage request) {
    switch (credential) {
      case Credential.Token(var token) ->
          request.setHeader("Authorization", "Bearer " + token.reveal());
      case Credential.ApiKey(var email, var key) -> {
        request.setHeader("X-Auth-Email", email);
        request.setHeader("X-Auth-Key", key.reveal());
      }
    }
  }

  Limiter limiter() {
    return limiter;
  }

  /** Takes in the {@code Ratelimit} header of an answer; nothing where it is missing. */
  void recordRateLimit(@Nullable String ratelimit) {
    RateHeaders.remaining(ratelimit)
        .ifPresent(
            left -> {
              remaining = left.requests();
              limiter.slowDown(left);
            });
  }

  public @Nullable Integer remaining() {
    return remaining;
  }

  public CredentialState state(Instant now) {
    var pause = limiter.paused();
    var until = pause.compareTo(Duration.ZERO) > 0 ? now.plus(pause) : null;
    return new CredentialState(name, until, remaining);
  }
}
