package io.certvigil.cloudflare;

import io.certvigil.model.Fault;
import java.util.regex.Pattern;

/** What the answer to a first request says about permission. */
final class Probes {
  /** How the API says with a 403 that it is the plan, and no permission, that is missing. */
  private static final Pattern PLAN =
      Pattern.compile("code (1403|1450):|\\bnot[ _](entitled|granted|enabled)\\b");

  private Probes() {}

  static Probe of(Answer<?> answer) {
    return switch (answer) {
      case Answer.Page<?> _ -> new Probe.Granted();
      case Answer.Bad<?>(var fault) -> of(fault);
    };
  }

  private static Probe of(Fault fault) {
    return switch (fault.reason()) {
      case UNAUTHORIZED, FORBIDDEN ->
          PLAN.matcher(fault.detail()).find()
              ? new Probe.NotInPlan(fault)
              : new Probe.Forbidden(fault);
      case HTTP_4XX -> new Probe.NotInPlan(fault);
      case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE ->
          new Probe.Unanswered(fault);
    };
  }
}
