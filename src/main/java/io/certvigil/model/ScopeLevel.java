package io.certvigil.model;

/** Whether a list belongs to an account or to a zone. */
public enum ScopeLevel implements WordedEnum {
  ACCOUNT,
  ZONE
}
