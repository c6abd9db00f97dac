package io.certvigil.cloudflare.http;

import io.certvigil.model.Secret;

/** A credential for Cloudflare's API. */
public sealed interface Credential {
  /** An API token, of a user or of an account. */
  record Token(Secret token) implements Credential {}

  /** An e-mail address with the global API key. */
  record ApiKey(String email, Secret key) implements Credential {}
}
