package io.certvigil.model;

import org.jspecify.annotations.Nullable;

/** Whether a credential may read a list, ordered from best to worst. */
public enum Permission implements WordedEnum {
  READABLE("readable"),
  NOT_IN_PLAN("not in the plan"),
  NEVER_TRIED("never tried"),
  NO_ANSWER("no answer"),
  FORBIDDEN("forbidden");

  private final String description;

  Permission(String words) {
    this.description = words;
  }

  /**
   * What the result of an attempt says about the permission. Only a refusal that is {@code
   * forbidden}, and so known to {@link Refusal}, says anything.
   *
   * @param fault why it failed; null if it succeeded
   */
  public static Permission of(@Nullable Fault fault) {
    return fault == null
        ? READABLE
        : switch (fault.reason()) {
          case FORBIDDEN ->
              fault.refusal().filter(Refusal::concernsPlan).isPresent() ? NOT_IN_PLAN : FORBIDDEN;
          case UNAUTHORIZED,
              RATE_LIMITED,
              HTTP_4XX,
              HTTP_5XX,
              TIMEOUT,
              NETWORK,
              MALFORMED,
              INCOMPLETE,
              STORE ->
              NO_ANSWER;
        };
  }

  /** For people. */
  public String description() {
    return description;
  }
}
