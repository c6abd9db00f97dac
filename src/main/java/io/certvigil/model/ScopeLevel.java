package io.certvigil.model;

/** Where a list hangs: below an account or below a zone. */
public enum ScopeLevel {
  ACCOUNT,
  ZONE
}
