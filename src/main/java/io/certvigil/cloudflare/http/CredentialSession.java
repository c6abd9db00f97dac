package io.certvigil.cloudflare.http;

import io.certvigil.redaction.Scrubber;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A credential with its rate limiter and the remaining requests that Cloudflare last reported. */
public final class CredentialSession {
  private static final Logger log = LoggerFactory.getLogger(CredentialSession.class);

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

  /** One session for each credential, by name and in the order of the config. */
  public static Map<String, CredentialSession> all(
      CloudflareSettings settings, Ticker ticker, Scrubber scrubber) {
    var sessions = new LinkedHashMap<String, CredentialSession>();
    settings
        .credentials()
        .forEach(
            (name, credential) -> {
              addSecrets(credential, scrubber);
              var limiter = new Limiter(settings.requestsPer5m(), ticker);
              sessions.put(name, new CredentialSession(name, credential, scrubber, limiter));
            });
    return sessions;
  }

  private static void addSecrets(Credential credential, Scrubber scrubber) {
    switch (credential) {
      case Credential.Token(var token) -> scrubber.add(token);
      case Credential.ApiKey(var email, var key) -> scrubber.addLogin(email, key);
    }
  }

  /**
   * The session with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CredentialSession of(Map<String, CredentialSession> sessions, String credential) {
    var session = sessions.get(credential);
    if (session == null) {
      throw new IllegalArgumentException(
          "cloudflare.credentials: no credential named " + credential);
    }
    return session;
  }

  public String name() {
    return name;
  }

  Scrubber scrubber() {
    return scrubber;
  }

  /** True if it is an API token, for which Cloudflare reports the expiry. */
  public boolean isToken() {
    return switch (credential) {
      case Credential.Token _ -> true;
      case Credential.ApiKey _ -> false;
    };
  }

  /** Adds the authentication headers to a request. */
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

  /**
   * Reads the secret again, if it is in a file, after Cloudflare refused it. Returns true if it has
   * changed.
   */
  boolean reread() {
    var secret =
        switch (credential) {
          case Credential.Token(var token) -> token;
          case Credential.ApiKey(_, var key) -> key;
        };
    if (!secret.reread()) {
      return false;
    }
    addSecrets(credential, scrubber);
    log.atInfo()
        .addKeyValue("credential", name)
        .log("credential refused; its file has changed and was read again");
    return true;
  }

  Limiter limiter() {
    return limiter;
  }

  /** Processes the {@code Ratelimit} header of a response; does nothing if it is missing. */
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

  public CredentialRateLimit state(Instant now) {
    var pause = limiter.paused();
    var until = pause.compareTo(Duration.ZERO) > 0 ? now.plus(pause) : null;
    return new CredentialRateLimit(name, until, remaining);
  }
}
