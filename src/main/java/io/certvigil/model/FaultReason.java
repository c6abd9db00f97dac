package io.certvigil.model;

/**
 * Why a reading failed or is incomplete. The closed set is also the value of a metric label. {@link
 * #FORBIDDEN} is only a refusal that is known to mean a missing permission, plan or product.
 */
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

  /** Whether the request was answered and refused, so that repeating it makes no sense. */
  public boolean isRefusal() {
    return switch (this) {
      case UNAUTHORIZED, FORBIDDEN, HTTP_4XX -> true;
      case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  @Override
  public String toString() {
    return word();
  }
}
