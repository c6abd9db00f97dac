package io.certvigil.cloudflare;

import io.certvigil.model.Fault;

/** Whether a credential may read a list, as the answer to one request shows. */
public sealed interface Probe {
  /** It may. */
  record Granted() implements Probe {}

  /** The credential lacks the permission. */
  record Forbidden(Fault fault) implements Probe {}

  /** There is no such list here: the plan does not have it, or nobody has switched it on. */
  record NotInPlan(Fault fault) implements Probe {}

  /** Says nothing about permission: nobody answered, or with nothing that can be understood. */
  record Unanswered(Fault fault) implements Probe {}
}
