package io.certvigil.model;

/** Whether a list belongs to an account, to a zone, or to the user of a credential. */
public enum ScopeLevel implements WordedEnum {
  ACCOUNT,
  ZONE,
  USER
}
