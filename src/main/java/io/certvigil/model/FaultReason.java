package io.certvigil.model;

/** Why a reading failed or is incomplete. The closed set is also the value of a metric label. */
public enum FaultReason implements WordedEnum {
  UNAUTHORIZED,
  FORBIDDEN,
  RATE_LIMITED,
  HTTP_4XX,
  HTTP_5XX,
  TIMEOUT,
  NETWORK,
  MALFORMED,
  INCOMPLETE,
  STORE;

  @Override
  public String toString() {
    return word();
  }
}
